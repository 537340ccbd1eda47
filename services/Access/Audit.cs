using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>
/// What was read or changed is entered in the transaction that did it; a refusal on a record's route is entered in a
/// transaction of its own, with the id as it was asked.
/// </summary>
public static class Audit
{
    /// <summary>The route's data class, which its audit entries bear.</summary>
    /// <param name="route">The route.</param>
    /// <param name="dataClass">What it gives or changes.</param>
    /// <param name="everyRefusal">Whether what was wrong in the request is entered, too, as where rights are given and taken: otherwise who may not, and who comes too late: 403, 404, 409 and 412.</param>
    /// <param name="recordIn">The parameter of the query that names the record, where the path names none.</param>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder route, DataClass dataClass, bool everyRefusal = false, string? recordIn = null) =>
        route.WithMetadata(new AuditedAs(dataClass, recordIn)).AddEndpointFilter(async (invocation, next) =>
        {
            var result = await next(invocation);
            if (result is Refusal { StatusCode: { } status } refused && (status is 403 or 404 or 409 or 412 || (everyRefusal && status < 500)))
            {
                var context = invocation.HttpContext;
                await using var work = await context.RequestServices.GetRequiredService<ScopedDatabase>().BeginAsync(context.RequestAborted);
                await work.CommitRefusalAsync(refused.Kind);
            }

            return result;
        });
}
