using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Identity.Agencies;

/// <summary>Whom an administrator administers: one of the lead every agency, one of another agency their own and no other.</summary>
internal static class Administered
{
    /// <summary>The same as a predicate on a row's <c>agency_id</c>. What is not theirs is not there.</summary>
    public const string ByCaller = $"(agency_id = access.agency() or {ByLead})";

    /// <summary>Whether the caller is of the lead.</summary>
    public const string ByLead = "exists (select from agencies lead where lead.agency_id = access.agency() and lead.kind = 'lead')";

    /// <summary>An agency for which somebody is about to be given something.</summary>
    public sealed record Agency(Guid AgencyId, string Code, string Kind, string[] AreaCodes, bool IsPending);

    /// <summary>The agency, where none is named the caller's own; null when it is not theirs to administer.</summary>
    public static Task<Agency?> FindAsync(Work work, Guid? agencyId) =>
        work.QuerySingleOrDefaultAsync<Agency>(Find, new { agencyId = agencyId ?? work.Caller.Agency });

    /// <summary>The field named an agency that the caller does not administer, or that is not there.</summary>
    public static Refusal NoSuchAgency => Refusal.Field("$.agencyId", Texts.In("No agency that you administer.", "ليست وكالة تديرها.", "Aucune agence que vous administrez."));

    /// <summary>Another one bears this name already. Whose it is is not said.</summary>
    public static Refusal AlreadyThere => new(409, "already-there", Texts.In("This name is taken.", "هذا الاسم مستخدم.", "Ce nom est déjà pris."));

    /// <summary>Whether it is a place code of any level, or all.</summary>
    public static bool IsArea(string code) => code == "*" || CodeList.Adm3.Contains(code) || CodeList.Adm2.Contains(code) || CodeList.Adm1.Contains(code);

    private const string Find = $"""
        select agency_id, code, kind, area_codes, asked_by is not null and approved_by is null as is_pending from agencies
         where agency_id = @agencyId and {ByCaller} for share
        """;
}
