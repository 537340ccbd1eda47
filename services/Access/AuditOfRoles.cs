using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>
/// Who was turned away before the route was even entered, for their role or because their token has ended since, is in the audit like everybody
/// else who was refused. What was never a token of the platform names nobody, and is not.
/// </summary>
internal sealed class AuditOfRoles : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Succeeded && context.GetEndpoint()?.Metadata.GetMetadata<AuditedAs>() is not null)
        {
            var database = context.RequestServices.GetRequiredService<ScopedDatabase>();
            if (authorizeResult.Forbidden)
            {
                await using var work = await database.BeginAsync(context.RequestAborted);
                await work.CommitRefusalAsync("forbidden");
            }
            else if (authorizeResult.Challenged && context.Features.Get<EndedToken>() is { } ended)
            {
                var holder = Caller.From(ended.Holder);
                await database.EnterRefusalAsync("token-ended", holder.Subject, holder.Agency, record: null, context.RequestAborted);
            }
        }

        await usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
