using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Access;

/// <summary>
/// What was read or changed is entered in the transaction that did it; a refusal on a record's route is entered in a
/// transaction of its own, with the id as it was asked.
/// </summary>
public static class Audit
{
    /// <summary>The route's data class, which its audit entries bear.</summary>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder route, DataClass dataClass) =>
        route.WithMetadata(new AuditedAs(dataClass)).AddEndpointFilter(async (invocation, next) =>
        {
            var result = await next(invocation);
            if (result is IStatusCodeHttpResult { StatusCode: 403 or 404 } refused)
            {
                var context = invocation.HttpContext;
                await using var work = await context.RequestServices.GetRequiredService<ScopedDatabase>().BeginAsync(context.RequestAborted);
                await work.CommitRefusalAsync(refused.StatusCode == 404 ? "not-found" : "forbidden");
            }

            return result;
        });
}
