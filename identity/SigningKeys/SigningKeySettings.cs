namespace Platform.Identity.SigningKeys;

/// <summary>Settings <c>Identity:SigningKeyPassword</c> and <c>Identity:SigningKeys:*</c>.</summary>
public sealed record SigningKeySettings(string Password, TimeSpan PublishedFor, TimeSpan PollEvery)
{
    /// <summary>Bits of the RSA modulus: every service checks a signature at every request, and 3072 bits cost twice of 2048.</summary>
    public const int RsaBits = 2048;

    /// <summary>Refresh tokens live 14 days and are signed too: a retired key stays until the last of them has run out.</summary>
    public static readonly TimeSpan KeptAfterRetirement = TimeSpan.FromDays(30);

    public static SigningKeySettings From(IConfiguration configuration) => new(
        configuration.Required("Identity:SigningKeyPassword"),
        configuration.GetValue("Identity:SigningKeys:PublishedFor", TimeSpan.FromMinutes(15)),
        configuration.GetValue("Identity:SigningKeys:PollEvery", TimeSpan.FromSeconds(5)));
}
