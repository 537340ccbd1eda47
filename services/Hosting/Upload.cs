using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Platform.Hosting;

/// <summary>A file as the whole of a request's body; its bytes are taken in before the use case starts, so that a slow line holds no transaction.</summary>
public sealed class Upload : IEndpointParameterMetadataProvider
{
    private readonly HttpContext context;

    private Upload(HttpContext context, byte[] bytes) => (this.context, Bytes) = (context, bytes);

    /// <summary>The file as sent.</summary>
    public byte[] Bytes { get; }

    /// <summary>Null when there is the key that a repeat is known by.</summary>
    public Refusal? Refuses() => NeedsIdempotencyKey.RefusesIn(context);

    /// <summary>Takes the bytes in.</summary>
    public static async ValueTask<Upload> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        using var buffer = new MemoryStream((int)Math.Clamp(context.Request.ContentLength ?? 0, 0, PlatformHost.BodyLimit));
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var bytes = buffer.ToArray();
        context.Features.Set(new ReceivedBody(bytes));
        return new Upload(context, bytes);
    }

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new TakesAFile());
}

internal sealed class TakesAFile;
