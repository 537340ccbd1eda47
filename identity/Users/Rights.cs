using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Identity.Agencies;

namespace Platform.Identity.Users;

/// <summary>What a user or a client may be given: roles that their kind of agency holds, teams of it, areas within its own.</summary>
internal static class Rights
{
    /// <summary>The role that administers access. Nobody holds it on the word of one person alone, and no client does.</summary>
    public const string Administration = "access-admin";

    /// <summary>Null when all of it may be given, otherwise the fields that are wrong.</summary>
    public static async Task<Refusal?> RefusesAsync(Work work, Administered.Agency agency, IGivesRights asked, bool isClient = false)
    {
        var wrong = new Dictionary<string, string[]>();
        foreach (var (role, at) in asked.Roles!.Select((role, at) => (role, at)))
        {
            if (!CodeList.Roles[role]["held_in"].Split(' ').Contains(agency.Kind) || (isClient && role == Administration))
            {
                wrong[$"$.roles[{at}]"] = [Texts.In("Not a role for them.", "ليس دوراً مناسباً لهم.", "Ce rôle n'est pas pour eux.")];
            }
        }

        var teams = await work.QueryAsync<Guid>(TeamsOf, new { agency.AgencyId });
        foreach (var (team, at) in (asked.TeamIds ?? []).Select((team, at) => (team, at)))
        {
            if (!teams.Contains(team))
            {
                wrong[$"$.teamIds[{at}]"] = [Texts.In("Not a team of the agency.", "ليس فريقاً من الوكالة.", "Cette équipe n'est pas de l'agence.")];
            }
        }

        AreasOutside(agency, asked.AreaCodes!, wrong);
        return wrong.Count == 0 ? null : Refusal.Fields(wrong);
    }

    /// <summary>Null when the agency works in all of the areas.</summary>
    public static Refusal? RefusesAreas(Administered.Agency agency, IReadOnlyList<string> areaCodes)
    {
        var wrong = new Dictionary<string, string[]>();
        AreasOutside(agency, areaCodes, wrong);
        return wrong.Count == 0 ? null : Refusal.Fields(wrong);
    }

    private static void AreasOutside(Administered.Agency agency, IReadOnlyList<string> areaCodes, Dictionary<string, string[]> wrong)
    {
        foreach (var (area, at) in areaCodes.Select((area, at) => (area, at)))
        {
            if (!agency.AreaCodes.Any(own => own == "*" || area.StartsWith(own, StringComparison.Ordinal)))
            {
                wrong[$"$.areaCodes[{at}]"] = [Texts.In("The agency does not work there.", "الوكالة لا تعمل هناك.", "L'agence n'y travaille pas.")];
            }
        }
    }

    private const string TeamsOf = "select team_id from teams where agency_id = @agencyId";
}
