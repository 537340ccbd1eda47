using OpenIddict.EntityFrameworkCore.Models;
using Platform.Identity.Clients;

namespace Platform.Identity.Tokens;

/// <summary>The record of a token that was handed out: never the token itself.</summary>
public sealed class IssuedToken : OpenIddictEntityFrameworkCoreToken<Guid, Client, ClientAuthorization>;
