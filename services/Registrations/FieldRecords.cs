using Platform.Access;
using Platform.Registrations.Disembarkations;
using Platform.Registrations.Missions;
using Platform.Registrations.Outreach;
using Platform.Registrations.Visits;

namespace Platform.Registrations;

/// <summary>Who sees what was recorded in the field of a place and not of a person: a visit, a disembarkation, an outreach session, a mission.</summary>
internal static class FieldRecords
{
    /// <summary>The package of what was seen.</summary>
    public const string Site = "site";

    /// <summary>The package of what could tell who spoke there.</summary>
    public const string Annex = "confidential-annex";

    /// <summary>Adds the clocks of what is recorded in the field.</summary>
    public static void AddFieldRecords(this IServiceCollection services) => services.AddHostedService<RemindOfVisits>().AddHostedService<ForgetVisits>();

    /// <summary>Maps the routes of what is recorded in the field.</summary>
    public static void MapFieldRecords(this IEndpointRouteBuilder app)
    {
        app.MapVisits();
        app.MapDisembarkations();
        app.MapOutreach();
        app.MapMissions();
    }

    /// <summary>
    /// Gives a new record to who made it, to the supervisors and the monitors of their team, who keep it, too, and to the agency's protection officers, who read.
    /// What could tell who spoke is for the first and the last of these alone.
    /// </summary>
    public static void GiveToKeepers(this Work work, Guid record, string list, string state, bool withAnnex = false)
    {
        string[] all = withAnnex ? [Site, Annex] : [Site];
        Give(work.Caller.Subject, "ownership", all);   // first: nobody gives what they do not hold
        foreach (var team in work.Caller.Teams.Take(1))
        {
            Give(Grantee.Desk(team, "supervisor"), "supervision", [Site]);
            Give(Grantee.Desk(team, "monitor"), "assignment", [Site]);
        }

        Give(Grantee.Desk(work.Caller.Agency, "protection-officer"), "oversight", all);

        void Give(Guid grantee, string because, string[] packages) => work.Execute(Statement, new { record, grantee, because, packages, list, state });
    }

    private const string Statement = "select access.give(@record, @grantee, @because, @packages, null, @list, access.now(), @state)";
}
