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
            StatusCodeSelector = failure => StatusOf(failure.InnerException is NpgsqlException inner ? inner : failure),      // EF Core wraps
        });
        app.UseStatusCodePages();
    }

    /// <summary>What the sender did wrong, what will pass, and what is a bug.</summary>
    private static int StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,                                        // a form over its limits
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => StatusCodes.Status400BadRequest,      // U+0000
        PostgresException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState } => StatusCodes.Status503ServiceUnavailable,
        PostgresException => StatusCodes.Status500InternalServerError,
        NpgsqlException or TimeoutException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
