using Microsoft.AspNetCore.Identity;

namespace Platform.Identity.Users;

/// <summary>A person who signs in: of exactly one agency, with what they may do and where.</summary>
public sealed class User : IdentityUser<Guid>
{
    public Guid AgencyId { get; set; }

    public bool Active { get; set; } = true;

    public string[] Roles { get; set; } = [];

    public Guid[] TeamIds { get; set; } = [];

    /// <summary>P-codes of adm3, or a prefix (adm2, adm1) of them; <c>*</c> for all.</summary>
    public string[] AreaCodes { get; set; } = [];

    public bool Demo { get; set; }

    /// <summary>The version of what they may do, for who changes it.</summary>
    public int AccessVersion { get; set; } = 1;

    /// <summary>Who asked that they administer access; they do once another administrator approved.</summary>
    public Guid? AdministrationAskedBy { get; set; }

    /// <summary>Who asked that a lost authenticator app be removed; it is once another administrator approved.</summary>
    public Guid? AuthenticatorRemovalAskedBy { get; set; }
}
