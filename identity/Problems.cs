using Npgsql;

namespace Platform.Identity;

/// <summary>Errors as problem details (RFC 9457) with a stable type. A 404 says nothing but that there is nothing.</summary>
public static class Problems
{
    public static void AddProblems(this WebApplicationBuilder builder) => builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
    {
        context.ProblemDetails.Type = "urn:platform:problem:" + context.ProblemDetails.Status switch
        {
            400 => "invalid",
            401 => "unauthenticated",
            403 => "forbidden",
            404 => "not-found",
            405 => "method-not-allowed",
            415 => "unsupported-media-type",
            503 => "unavailable",
            >= 500 => "fault",
            _ => "refused",
        };
        context.ProblemDetails.Instance = null;
        if (context.ProblemDetails.Status == StatusCodes.Status404NotFound) context.ProblemDetails.Extensions.Clear();
        if (context.ProblemDetails.Status == StatusCodes.Status503ServiceUnavailable) context.HttpContext.Response.Headers.RetryAfter = "5";
    });

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A database that does not answer is an outage, and will pass; anything else is a bug.
            StatusCodeSelector = failure => failure is NpgsqlException or TimeoutException || failure.InnerException is NpgsqlException
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
    }
}
