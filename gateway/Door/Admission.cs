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
    }

    /// <summary>What is not routed is not there, whatever its method, and says so without asking for a token.</summary>
    public static void MapNothingElse(this IEndpointRouteBuilder routes) =>
        routes.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Refusal.NotFound.ExecuteAsync(context);
        }).AllowAnonymous().ExcludeFromDescription();
}
