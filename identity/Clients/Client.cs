using OpenIddict.EntityFrameworkCore.Models;
using Platform.Identity.Tokens;

namespace Platform.Identity.Clients;

/// <summary>A system that asks for tokens: an agency's own, one of the platform's services (no agency), or the portal.</summary>
public sealed class Client : OpenIddictEntityFrameworkCoreApplication<Guid, ClientAuthorization, IssuedToken>
{
    public Guid? AgencyId { get; set; }

    public bool Active { get; set; } = true;

    public string[] Roles { get; set; } = [];

    public Guid[] TeamIds { get; set; } = [];

    /// <summary>P-codes of adm3, or a prefix (adm2, adm1) of them; <c>*</c> for all.</summary>
    public string[] AreaCodes { get; set; } = [];

    public bool Demo { get; set; }

    /// <summary>The hash of the secret before the present one,</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>which is good until then.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; set; }
}
