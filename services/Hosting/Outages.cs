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

        var refusal = exception switch
        {
            BadHttpRequestException bad => new Refusal(bad.StatusCode),
            DbException { IsTransient: true } or HttpRequestException or SocketException or TimeoutException
                or DbException { InnerException: IOException or SocketException or TimeoutException } => Refusal.Unavailable(),
            _ => new Refusal(500),
        };
        if (refusal.StatusCode >= 500)
        {
            Failed(logger, exception, httpContext.GetEndpoint()?.DisplayName, refusal.StatusCode.Value);
        }

        await refusal.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} answered {Status}")]
    private static partial void Failed(ILogger logger, Exception exception, string? endpoint, int status);
}
