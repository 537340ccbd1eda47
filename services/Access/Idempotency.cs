using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>The key of an intended effect: unique per caller, route and records, however the path spells them; the body only as a keyed hash.</summary>
internal sealed record RepeatKey(string Path, string Key, byte[] BodyHash, Func<byte[]> Veil)
{
    public static RepeatKey? Of(HttpContext context)
    {
        if (NeedsIdempotencyKey.KeyOf(context) is not { } key)
        {
            return null;
        }

        var (keys, body, path) = (context.RequestServices.GetRequiredService<KeyStore>(), context.Features.Get<ReceivedBody>()?.Bytes ?? [], PathOf(context));
        // of what is kept nowhere, the body, and of the service's own key: who has the database cannot lift it
        return new RepeatKey(path, key, keys.Mac("idempotency", body), () => keys.Mac("veil", [.. Encoding.UTF8.GetBytes($"{path}\n{key}\n"), .. body]));
    }

    private static string PathOf(HttpContext context) => string.Join(' ', context.Request.RouteValues.Values
        .Select(value => Guid.TryParse(value as string, out var id) ? id.ToString() : $"{value}".ToLowerInvariant())
        .Prepend((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText));
}

internal sealed class KeepsKey;

/// <summary>Rebuilds an answer for the record an earlier request made or moved, within what the caller may see now; null when they see nothing.</summary>
/// <param name="work">A unit of work in the caller's scope.</param>
/// <param name="answer">Id kept with the key.</param>
public delegate Task<object?> RebuildAnswer(Work work, Guid answer);

/// <summary>
/// A repeated POST answers as the first did. The key's row is part of the effect's own transaction, so the database decides
/// which of two is first; only a request that could not take effect looks whether it had before. No answer is kept: a
/// repeat is authorised again and its answer rebuilt.
/// </summary>
public static class Idempotency
{
    /// <summary>The route takes an <c>Idempotency-Key</c>.</summary>
    /// <param name="route">The route.</param>
    /// <param name="rebuild">Rebuilds the answer.</param>
    /// <param name="isVeiled">Whether which record it was is kept under a veil (<see cref="Work.AnswersVeiled" />): only the very same request lifts it.</param>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder route, RebuildAnswer rebuild, bool isVeiled = false) =>
        route.WithMetadata(new NeedsIdempotencyKey(), new KeepsKey()).AddEndpointFilter(async (invocation, next) =>
        {
            object? result;
            try
            {
                result = await next(invocation);
            }
            catch (AlreadyTakenEffectException)
            {
                result = null;
            }

            if (result is not null and not IStatusCodeHttpResult { StatusCode: >= 400 })
            {
                return result;
            }

            return await EarlierAnswerAsync(invocation.HttpContext, rebuild, isVeiled, result as Refusal) ?? result ?? new Refusal(409);
        });

    /// <summary>
    /// Ends the use case here where its key has taken effect before: for what asks others first, and would ask twice. Of two at the same time the
    /// commit tells which is the repeat.
    /// </summary>
    public static async Task RefuseRepeatAsync(this Work work)
    {
        if (work.Key is { } key && await work.QuerySingleOrDefaultAsync<Earlier>(FindEarlier, new { path = key.Path, key = key.Key }) is not null)
        {
            throw new AlreadyTakenEffectException();
        }
    }

    /// <summary>The same where the answer is that it is done: 204.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder route) => route.Idempotent((_, done) => Task.FromResult<object?>(done));

    private static async Task<IResult?> EarlierAnswerAsync(HttpContext context, RebuildAnswer rebuild, bool isVeiled, Refusal? now)
    {
        if (RepeatKey.Of(context) is not { } key)
        {
            return null;
        }

        var ct = context.RequestAborted;
        await using var work = await context.RequestServices.GetRequiredService<ScopedDatabase>().BeginAsync(ct);
        var earlier = await work.QuerySingleOrDefaultAsync<Earlier>(FindEarlier, new { path = key.Path, key = key.Key });
        if (earlier is null)
        {
            return null;
        }

        if (isVeiled && !CryptographicOperations.FixedTimeEquals(earlier.BodyHash, key.BodyHash))
        {
            return now is { StatusCode: 403 or 404 } ? now : new Refusal(422);   // whether it is theirs still, the use case has said
        }

        var answer = await rebuild(work, earlier.Answer);
        if (answer is null)
        {
            return Refusal.NotFound;
        }

        return !CryptographicOperations.FixedTimeEquals(earlier.BodyHash, key.BodyHash) ? new Refusal(422)
            : earlier.Status == StatusCodes.Status204NoContent ? Results.NoContent()
            : Results.Json(answer, statusCode: earlier.Status);
    }

    private sealed record Earlier(byte[] BodyHash, int Status, Guid Answer);

    private const string FindEarlier = """
        select body_hash, status, answer from access.idempotency
         where caller = access.caller() and path = @path and key = @key
        """;
}

/// <summary>The same key had taken effect already; the transaction was undone.</summary>
public sealed class AlreadyTakenEffectException : Exception;
