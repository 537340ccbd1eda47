using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Access;

/// <summary>Who was turned away for their role, before the route was even entered, is in the audit like everybody else who was refused.</summary>
internal sealed class AuditOfRoles : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && context.GetEndpoint()?.Metadata.GetMetadata<AuditedAs>() is not null)
        {
            await using var work = await context.RequestServices.GetRequiredService<ScopedDatabase>().BeginAsync(context.RequestAborted);
            await work.CommitRefusalAsync("forbidden");
        }

        await usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
