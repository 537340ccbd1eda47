using System.Reflection;
using System.Text.Json;
using Platform.Contracts;

namespace Platform.Messaging;

/// <summary>MassTransit's names and envelope for a message, written by hand so that the relay can publish in order and in batches.</summary>
internal static class Wire
{
    public const string ContentType = "application/vnd.masstransit+json";

    public const string TraceHeader = "MT-Activity-Id";

    public const int Lanes = 8;

    public static string Exchange(Type type) => $"{type.Namespace}:{type.Name}";

    public static string Urn(Type type) => $"urn:message:{type.Namespace}:{type.Name}";

    /// <summary>Messages of one aggregate share a lane, and a lane has one relay: so they leave in order.</summary>
    public static short Lane(Guid aggregate) => (short)(Access.Grantee.Number(aggregate) & (Lanes - 1));

    /// <summary>Every exchange that a contract may be published to.</summary>
    public static IEnumerable<string> Exchanges(Assembly contracts) =>
        contracts.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IEvent).IsAssignableFrom(type)).Select(Exchange);

    public static string Envelope(Guid messageId, string messageType, string body, DateTimeOffset sentAt) =>
        $$$"""{"messageId":"{{{messageId}}}","conversationId":"{{{messageId}}}","messageType":["{{{messageType}}}"],"message":{{{body}}},"sentTime":"{{{sentAt.UtcDateTime:O}}}","headers":{}}""";

    /// <summary>The type of message that an envelope says it holds; null where this is no envelope.</summary>
    public static string? TypeIn(string body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return envelope.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("message", out _)
                && root.TryGetProperty("messageType", out var types) && types.ValueKind is JsonValueKind.Array && types.GetArrayLength() > 0 && types[0].ValueKind is JsonValueKind.String
                ? types[0].GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
