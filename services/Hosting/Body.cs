using System.Buffers;
using System.Reflection;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Platform.Hosting;

/// <summary>
/// A request's body: its bytes are taken in before the use case starts, so that a slow line holds no transaction, and are
/// read and checked when the use case asks, because 401, 403 and 404 come before 400.
/// </summary>
/// <typeparam name="T">The shape expected.</typeparam>
public sealed class Body<T> : IEndpointParameterMetadataProvider
    where T : class
{
    private readonly HttpContext context;
    private T? value;

    private Body(HttpContext context, byte[] bytes)
    {
        this.context = context;
        Bytes = bytes;
    }

    /// <summary>The body as sent.</summary>
    public byte[] Bytes { get; }

    /// <summary>What was read. Only after <see cref="Refuses" /> said null.</summary>
    public T Value => value ?? throw new InvalidOperationException("The body is read by Refuses first.");

    /// <summary>Null when the request is well formed and keeps the rules; otherwise the refusal to answer with.</summary>
    public Refusal? Refuses(IValidator<T>? rules = null)
    {
        if (NeedsIdempotencyKey.RefusesIn(context) is { } noKey)
        {
            return noKey;
        }

        if (Bytes.Length > 0 && !context.Request.HasJsonContentType())
        {
            return new Refusal(415);
        }

        try
        {
            // a move without details may come with no body at all
            value = JsonSerializer.Deserialize<T>(Bytes.Length == 0 ? "{}"u8 : Bytes, PlatformHost.Json);
        }
        catch (JsonException wrong)
        {
            return Refusal.Field(wrong.Path is { Length: > 0 } path ? path : "$", Texts.In(
                "This is not what is expected here: check spelling, type and commas.",
                "ليس هذا هو المتوقع هنا: تحقق من الإملاء والنوع والفواصل.",
                "Ce n'est pas ce qui est attendu ici : vérifiez l'orthographe, le type et les virgules."));
        }

        if (value is null)
        {
            return Refusal.Field("$", Texts.In("A JSON object is expected.", "المتوقع كائن JSON.", "Un objet JSON est attendu."));
        }

        return rules?.Validate(value) is { IsValid: false } found
            ? Refusal.Fields(found.Errors.GroupBy(error => JsonPath(error.PropertyName)).ToDictionary(group => group.Key, group => group.Select(error => error.ErrorMessage).Distinct().ToArray()))
            : null;
    }

#pragma warning disable CA1000 // the framework finds these on the type
    /// <summary>Takes the bytes in.</summary>
    public static async ValueTask<Body<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var bytes = buffer.ToArray();
        context.Features.Set(new ReceivedBody(bytes));
        return new Body<T>(context, bytes);
    }

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new BodyOf(typeof(T)));
#pragma warning restore CA1000

    private static string JsonPath(string property) =>
        property.Length == 0 ? "$" : "$." + string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}

/// <summary>The bytes of the request's body, for who needs them beside the use case.</summary>
public sealed record ReceivedBody(byte[] Bytes);

internal sealed record BodyOf(Type Type);
