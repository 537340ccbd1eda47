using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>The version a change is based on: PUT and PATCH need it, and a stale one changes nothing.</summary>
public sealed class IfMatch(string? tag) : IEndpointParameterMetadataProvider
{
    /// <summary>Null when the caller has seen <paramref name="version" />; 428 without a tag, 412 with another.</summary>
    public Refusal? Refuses(int version) => tag switch
    {
        null or "" => new Refusal(428),
        "*" => null,
        _ => tag == Tag(version) ? null : new Refusal(412),
    };

    /// <summary>Null when the caller makes what is not there yet; 412 when they believe to have seen it.</summary>
    public Refusal? RefusesNew() => tag is null or "" or "*" ? null : new Refusal(412);

    /// <summary>The entity tag of a version.</summary>
    public static string Tag(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new DescribedParameter("If-Match", "The ETag that was read: 428 without it, 412 when it is not the present one.", IsHeader: true));

    /// <summary>Reads the header.</summary>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<IfMatch?>(new IfMatch(context.Request.Headers.IfMatch.ToString()));
}
