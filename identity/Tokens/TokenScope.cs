using OpenIddict.EntityFrameworkCore.Models;

namespace Platform.Identity.Tokens;

/// <summary>OpenIddict's scope table. The platform has one scope, known to the code, so the table stays empty.</summary>
public sealed class TokenScope : OpenIddictEntityFrameworkCoreScope<Guid>;
