using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Platform.Hosting;

namespace Platform.Gateway.Door;

/// <summary>
/// Who is let in to <c>/api</c>: whoever bears a token of an agency that was checked here. What they may do there is the
/// services' decision, which check the token again.
/// </summary>
public static class Admission
{
    /// <summary>The policy named by the routes of <c>/api</c> in the configuration.</summary>
    public const string Policy = "agency";

    /// <summary>The claim that holds the agency's id.</summary>
    public const string AgencyClaim = "agency";

    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy
            .RequireAuthenticatedUser()
            .RequireClaim(AgencyClaim)
            .RequireAssertion(context => !context.User.IsInRole(TokenChecks.ServicePolicy)));   // processes talk to each other inside, never through the public door
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AnswerWhileTokensCannotBeJudged>();
    }

    /// <summary>What is not routed is not there, whatever its method, and says so without asking for a token.</summary>
    public static void MapNothingElse(this IEndpointRouteBuilder routes) =>
        routes.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Refusal.NotFound.ExecuteAsync(context);
        }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>
    /// Until identity was read once no token can be judged. A 401 would make partners throw good tokens away and ask for new
    /// ones, at the moment when identity is down: so it is an outage, and says that.
    /// </summary>
    private sealed class AnswerWhileTokensCannotBeJudged(Followed<NotBefore> list) : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler usual = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded || list.Current is not null || context.Request.Headers.Authorization.Count == 0)
            {
                return usual.HandleAsync(next, context, policy, authorizeResult);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Refusal.Unavailable().ExecuteAsync(context);
        }
    }
}
