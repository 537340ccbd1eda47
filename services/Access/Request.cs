using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Platform.Access;

/// <summary>What a unit of work notes of the request it serves: for the audit and for repeats.</summary>
/// <param name="Action">The route's name, as <c>POST /referrals/{referralId:guid}/acceptance</c>.</param>
/// <param name="DataClass">What the route gives or changes, or null where nothing is audited.</param>
/// <param name="Record">The record that the path names, or the query where the route says so; if there is one.</param>
/// <param name="Key">The caller's Idempotency-Key, if the route takes one.</param>
/// <param name="Trace">The trace's id.</param>
/// <param name="Features">Of a request that changes something: what else is known of it.</param>
internal sealed record Request(string Action, DataClass? DataClass, Guid? Record, RepeatKey? Key, string? Trace, IFeatureCollection? Features)
{
    public static Request None { get; } = new("", null, null, null, null, null);

    /// <summary>Of a unit of work that never commits.</summary>
    public static Request Rehearsal { get; } = new("", null, null, null, null, null);

    public static Request Of(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var audited = endpoint?.Metadata.GetMetadata<AuditedAs>();
        var record = context.Request.RouteValues.Values.Append(audited?.RecordIn is { } parameter ? context.Request.Query[parameter].ToString() : null)
            .Select(value => Guid.TryParse(value as string, out var id) ? id : (Guid?)null).FirstOrDefault(id => id is not null);
        return new Request(
            $"{context.Request.Method} {(endpoint as RouteEndpoint)?.RoutePattern.RawText}",
            audited?.DataClass,
            record,
            endpoint?.Metadata.GetMetadata<KeepsKey>() is null ? null : RepeatKey.Of(context),
            Activity.Current?.TraceId.ToString(),
            HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? null : context.Features);
    }
}

internal sealed record AuditedAs(DataClass DataClass, string? RecordIn);
