using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>Marks a route that takes an <c>Idempotency-Key</c>: without one it answers 400, after 401, 403 and 404.</summary>
public sealed class NeedsIdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The key of this request: 8 to 200 visible ASCII characters, or null.</summary>
    public static string? KeyOf(HttpContext context) =>
        context.Request.Headers[Header] is [{ Length: >= 8 and <= 200 } key] && key.All(character => character is > ' ' and < '\x7f') ? key : null;

    internal static Refusal? RefusesIn(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<NeedsIdempotencyKey>() is not null && KeyOf(context) is null
            ? new Refusal(400, "idempotency-key-required", Texts.In(
                "Send an Idempotency-Key header of 8 to 200 characters, new for each intended effect.",
                "أرسل ترويسة Idempotency-Key من 8 إلى 200 محرف، جديدة لكل أثر مقصود.",
                "Envoyez un en-tête Idempotency-Key de 8 à 200 caractères, nouveau pour chaque effet voulu."))
            : null;
}
