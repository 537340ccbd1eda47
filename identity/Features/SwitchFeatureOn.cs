using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agencies;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Features;

/// <summary>
/// An administrator of the lead switches a feature on for an agency. What handles data of a high or severe class needs an approved impact assessment and
/// an agreement in force, and goes off by itself when one of them ends: the services ask at each use. Repeating it changes nothing.
/// </summary>
public static class SwitchFeatureOn
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/agencies/{agencyId:guid}/features/{feature}", HandleAsync).RequireAuthorization(Policies.AdministerAgencies).Audited(DataClass.Organisational, everyRefusal: true)
            .Produces<FeatureView>();

    private static async Task<IResult> HandleAsync(Guid agencyId, string feature, Body<Request> body, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(agencyId));
        if (await work.QuerySingleOrDefaultAsync<AgencyView>(AgencyView.SelectOne, new { agencyId }) is not { } agency
            || await work.QuerySingleOrDefaultAsync<FeatureView>(FeatureView.SelectOne, new { agencyId, feature }) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        if (agency.State != "active")
        {
            return Refusal.WrongState(agency.State);
        }

        if (found.Missing.Length > 0)
        {
            return new Refusal(409, "feature-not-ready", Texts.In(
                "This feature handles data that can put people in danger: it needs an approved impact assessment and an agreement in force with these packages.",
                "تتعامل هذه الميزة مع بيانات قد تعرّض الناس للخطر: يلزمها تقييم أثر معتمد واتفاق سارٍ يشمل هذه الحزم.",
                "Cette fonction traite des données qui peuvent mettre des personnes en danger : il faut une analyse d'impact approuvée et un accord en vigueur avec ces données."),
                new Dictionary<string, object> { ["missing"] = found.Missing });
        }

        if (!found.SwitchedOn)
        {
            await work.QueryAsync<bool>(SwitchOn, new { agencyId, feature });
            await work.AnnounceNotBeforeAsync(agencyId);   // who follows the standing reads it again
        }

        return Results.Ok(await work.CommitAsync<FeatureView>(FeatureView.SelectOne, new { agencyId, feature }));
    }

    private const string SwitchOn = """
        insert into agency_features (agency_id, feature, switched_by, switched_at) values (@agencyId, @feature, access.caller(), access.now()) returning true
        """;
}
