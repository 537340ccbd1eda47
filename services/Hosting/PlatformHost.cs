using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Platform.Hosting;

/// <summary>How every process of the platform starts: telemetry, health, authentication, problem details, OpenAPI.</summary>
public static class PlatformHost
{
    /// <summary>Largest request body in bytes; larger is 413. What is written by hand is under 10 KB.</summary>
    public const long BodyLimit = 1024 * 1024;

    /// <summary>A builder with everything that is the same in every process.</summary>
    /// <param name="args">The process's command line.</param>
    /// <param name="name">The process's name in traces and metrics, as <c>gateway</c>.</param>
    /// <param name="checksTokens">False for the process that issues them, which checks them against its own database.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, string name, bool checksTokens = true)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Error).AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        builder.Services.TryAddSingleton(PlatformClock.From(builder.Configuration, builder.Environment));
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddExceptionHandler<Outages>();
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Services.AddApiReference();
        builder.AddTelemetry(name);
        if (checksTokens)
        {
            builder.AddTokenChecks();
        }

        return builder;
    }

    /// <summary>The pipeline every process shares; routes are mapped after it.</summary>
    /// <param name="app">The process.</param>
    /// <param name="describesItself">False where the process has no calls of its own to describe.</param>
    /// <param name="beforeAuthorization">What comes when it is known who asks, and before anybody is let in or turned away.</param>
    public static void UsePlatform(this WebApplication app, bool describesItself = true, Action<WebApplication>? beforeAuthorization = null)
    {
        app.UseExceptionHandler();
        app.Use(AnswerInTheAskersLanguage);
        app.UseStatusCodePages(status => new Refusal(status.HttpContext.Response.StatusCode).ExecuteAsync(status.HttpContext));
        app.UseAuthentication();
        beforeAuthorization?.Invoke(app);
        app.UseAuthorization();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthReport.WriteAsync }).AllowAnonymous();
        if (describesItself)
        {
            app.MapApiReference();
        }
    }

    /// <summary>The platform's JSON: camelCase, strict about what it does not know, so that a mistyped field is an error and never lost.</summary>
    public static JsonSerializerOptions Json { get; } = Configured();

    private static JsonSerializerOptions Configured()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void Configure(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;   // Arabic stays readable; answers are application/json, never inlined in HTML
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }

    private static Task AnswerInTheAskersLanguage(HttpContext context, RequestDelegate next)
    {
        CultureInfo.CurrentUICulture = Texts.LanguageOf(context.Request.Headers.AcceptLanguage);
        return next(context);
    }
}
