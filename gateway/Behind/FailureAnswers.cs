using System.Globalization;
using System.Text;
using Platform.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Behind;

/// <summary>
/// What a caller hears when a service behind the door fails: a problem with a status that tells whether to try again, where
/// YARP alone would answer an empty 502 or 504.
/// </summary>
public static partial class FailureAnswers
{
    /// <summary>
    /// A body up to this many bytes that is larger than allowed is still taken in and thrown away, so that its sender reads
    /// the 413 instead of a broken connection.
    /// </summary>
    private const long Drained = 16 * PlatformHost.BodyLimit;

    /// <summary>The metadata of a route that takes files: the largest, in bytes.</summary>
    private const string LargestBody = "LargestBody";

    public static void UseFailureAnswers(this IReverseProxyApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        var largest = context.GetReverseProxyFeature().Route.Config.Metadata?.GetValueOrDefault(LargestBody) is { } told ? long.Parse(told, CultureInfo.InvariantCulture) : PlatformHost.BodyLimit;
        Take(context, upTo: largest);
        if (context.Request.ContentLength > largest)
        {
            Take(context, upTo: Drained);
            await AnswerAsync(context, new Refusal(StatusCodes.Status413PayloadTooLarge));
            return;
        }

        if (context.Request.Headers.Any(header => !header.Value.All(value => Ascii.IsValid(value))))
        {
            await AnswerAsync(context, new Refusal(StatusCodes.Status400BadRequest, title: Texts.In(
                "A header has characters other than ASCII.", "تحتوي إحدى الترويسات على محارف من خارج ASCII.", "Un en-tête contient des caractères autres qu'ASCII.")));
            return;
        }

        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        LogFailed(
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FailureAnswers)),
            context.GetReverseProxyFeature().Route.Config.RouteId, failure.Error);
        await AnswerAsync(context, AnswerTo(failure, context.Response.StatusCode));
    });

    private static Refusal AnswerTo(IForwarderErrorFeature failure, int status) => failure switch
    {
        { Exception: BadHttpRequestException bad } => new Refusal(bad.StatusCode),
        { Error: ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled } => new Refusal(status is >= 400 and < 500 ? status : 400),
        { Error: ForwarderError.NoAvailableDestinations } => Refusal.Unavailable(),
        _ when AnotherReplica.WasNotReached(failure) => Refusal.Unavailable(),

        // The request had gone out: nobody here knows whether it took effect, and the text must not say that nothing was done.
        _ => Refusal.Unanswered(),
    };

    private static Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        context.Response.Clear();
        context.Response.StatusCode = refusal.StatusCode!.Value;
        return refusal.ExecuteAsync(context);
    }

    private static void Take(HttpContext context, long upTo)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = upTo;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Route} was not served: {Error}")]
    private static partial void LogFailed(ILogger logger, string route, ForwarderError error);
}
