using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>What an agency may do only while it is switched on for it, and while the assessment and the agreement that it needs are there.</summary>
public static class Features
{
    /// <summary>Files of several people for a recipient, to take away.</summary>
    public const string ExportOfFiles = "export-of-files";

    /// <summary>The route answers 403 while the feature is off for the caller's agency.</summary>
    /// <param name="route">The route.</param>
    /// <param name="feature">Code of <c>contracts/Codes/feature.csv</c>.</param>
    public static RouteHandlerBuilder NeedsFeature(this RouteHandlerBuilder route, string feature) => route.AddEndpointFilter(async (invocation, next) =>
    {
        var services = invocation.HttpContext.RequestServices;
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        return services.GetRequiredService<Standings>().Current.IsOn(feature, services.GetRequiredService<ScopedDatabase>().Caller.Agency, today) ? await next(invocation) : Off;
    });

    /// <summary>It is off for the caller's agency.</summary>
    public static Refusal Off => new(403, "feature-off", Texts.In(
        "This is not switched on for your agency, or what it needs has ended: an impact assessment and an agreement. The lead's access administrators know.",
        "هذه الميزة غير مفعّلة لوكالتك، أو انتهى ما يلزمها: تقييم الأثر والاتفاق. يعرف ذلك مسؤولو الصلاحيات في الوكالة القائدة.",
        "Ceci n'est pas activé pour votre agence, ou ce qu'il y faut a pris fin : une analyse d'impact et un accord. Les administrateurs des accès de l'agence chef de file le savent."));
}
