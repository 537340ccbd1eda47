using OpenIddict.EntityFrameworkCore.Models;
using Platform.Identity.Clients;

namespace Platform.Identity.Tokens;

/// <summary>One sign-in of a user at a client: the chain that all its refresh tokens hang on, and that ends with it.</summary>
public sealed class ClientAuthorization : OpenIddictEntityFrameworkCoreAuthorization<Guid, Client, IssuedToken>;
