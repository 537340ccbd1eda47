using System.Reflection;
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
}
