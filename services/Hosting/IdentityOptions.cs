namespace Platform.Hosting;

/// <summary>Where identity is and who this process is to it (section <c>Identity</c>).</summary>
public sealed class IdentityOptions
{
    /// <summary>Address reached inside, as <c>http://127.0.0.1:8090</c>.</summary>
    public required Uri Authority { get; init; }

    /// <summary>The <c>iss</c> every token must bear: the public address.</summary>
    public required string Issuer { get; init; }

    /// <summary>This process's own client.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The audience every token must name.</summary>
    public const string Audience = "platform-api";
}
