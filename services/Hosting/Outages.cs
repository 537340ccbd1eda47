using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Hosting;

/// <summary>An exception means a bug (500) or an outage (503 with Retry-After); a client's mistake is never one.</summary>
internal sealed partial class Outages(ILogger<Outages> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var refusal = (FromDatabase(exception) ?? exception) switch
        {
            BadHttpRequestException bad => new Refusal(bad.StatusCode),
            InvalidDataException or DbException { SqlState: NoText } => new Refusal(400),   // a form over its limits; U+0000
            DbException { SqlState: ClosedForAWhile } or DbException { IsTransient: true } or HttpRequestException or SocketException or TimeoutException
                or DbException { InnerException: IOException or SocketException or TimeoutException } =>
                httpContext.Features.Get<MayBeDone>() is null ? Refusal.Unavailable() : Refusal.Unanswered(),
            _ => new Refusal(500),
        };
        if (refusal.StatusCode >= 500)
        {
            Failed(logger, exception, httpContext.GetEndpoint()?.DisplayName, refusal.StatusCode.Value);
        }

        await refusal.ExecuteAsync(httpContext);
        return true;
    }

    // an object mapper wraps the driver's exception, sometimes twice
    private static DbException? FromDatabase(Exception? exception) => exception is null ? null : exception as DbException ?? FromDatabase(exception.InnerException);

    private const string NoText = "22021";           // SQLSTATE character_not_in_repertoire
    private const string ClosedForAWhile = "55000";   // SQLSTATE object_not_in_prerequisite_state: the database takes no connections now

    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} answered {Status}")]
    private static partial void Failed(ILogger logger, Exception exception, string? endpoint, int status);
}

/// <summary>On a request whose change was sent to be committed: an outage from then on does not mean that nothing was done.</summary>
public sealed class MayBeDone;
