using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>Adds the room to a process.</summary>
public static class AccessRegistration
{
    /// <summary>Scoped database, policies, key store and the sealer of the audit.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="handOver">How a new head of the audit's chain reaches another service.</param>
    public static void AddAccess(this WebApplicationBuilder builder, HandOverSeal handOver)
    {
        builder.Services.AddSingleton(handOver);
        builder.Services.AddHostedService<Sealer>();
        builder.Services.AddHostedService<ForgetOldKeys>();
        builder.Services.AddLogins(builder.Configuration);
        builder.Services.AddSingleton<ScopedDatabase>();
        builder.Services.AddSingleton<JobDatabase>();
        builder.Services.AddSingleton<KeyStore>();
        builder.Services.AddPolicies();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuditOfRoles>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseAnswers>("database");
    }

    /// <summary>Who is who and what they agreed to, followed at identity.</summary>
    /// <param name="builder">The process.</param>
    public static void AddStandings(this WebApplicationBuilder builder)
    {
        builder.Services.AddFollowed<Standing>(
            "internal/standing",
            "Platform.Contracts.Identity.V1:AgencySuspended", "Platform.Contracts.Identity.V1:AgencyReinstated",
            "Platform.Contracts.Identity.V1:AgreementActivated", "Platform.Contracts.Identity.V1:AgreementLapsed",
            "Platform.Contracts.Identity.V1:TeamEvacuated", "Platform.Contracts.Identity.V1:TeamRestored",
            "Platform.Contracts.Identity.V1:NotBeforeRaised");
        builder.Services.AddSingleton<Standings>();
        builder.Services.AddScoped<Explanations>();
        builder.Services.AddSingleton<KeepAgreements>();
        builder.Services.AddSingleton<KeepEvacuations>();
        builder.Services.AddSingleton<KeepFollowed<Standing>>(provider => provider.GetRequiredService<KeepEvacuations>().KeepAsync);
        builder.Services.AddSingleton<KeepFollowed<Standing>>(provider => provider.GetRequiredService<KeepAgreements>().KeepAsync);
    }
}
