using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Access;

/// <summary>Which roles a route is for. A policy says who may try; what they see is the database's decision.</summary>
public static class Policies
{
    /// <summary>Register, change and assign people; give and withdraw consent.</summary>
    public const string KeepCases = "keep-cases";

    /// <summary>Read who was handed a person's data: who keeps cases, and auditors.</summary>
    public const string ReadLedger = "read-ledger";

    /// <summary>Send referrals, revoke them, follow them up.</summary>
    public const string SendReferrals = "send-referrals";

    /// <summary>Approve, as a second person, that a referral rests on something other than consent.</summary>
    public const string ApproveBasis = "approve-basis";

    /// <summary>Answer what arrives in the agency's inbox.</summary>
    public const string ReceiveReferrals = "receive-referrals";

    /// <summary>Read a referral from either side.</summary>
    public const string ReadReferrals = "read-referrals";

    /// <summary>Read notices: what is overdue or has come to an end.</summary>
    public const string ReadNotices = "read-notices";

    /// <summary>See who offers which service where: agencies that hold cases.</summary>
    public const string SeeDirectory = "see-directory";

    /// <summary>Keep the agency's own entries of the directory.</summary>
    public const string KeepDirectory = "keep-directory";

    /// <summary>Look after parked messages: the lead's access administrators.</summary>
    public const string OperateMessages = "operate-messages";

    /// <summary>See which agencies take part: whoever has a token.</summary>
    public const string SeeAgencies = "see-agencies";

    /// <summary>See one's own agency's teams.</summary>
    public const string SeeOwnTeams = "see-own-teams";

    /// <summary>Ask for, approve, suspend and review agencies, and put agreements into force: the lead's access administrators.</summary>
    public const string AdministerAgencies = "administer-agencies";

    /// <summary>Administer teams, people and clients: access administrators, each in their own agency and the lead's in every one.</summary>
    public const string AdministerAccess = "administer-access";

    /// <summary>Evacuate a team: access administrators, and supervisors and protection officers of that team.</summary>
    public const string EvacuateTeams = "evacuate-teams";

    /// <summary>Look through the own agency's entries of the audit: auditors.</summary>
    public const string SearchAudit = "search-audit";

    /// <summary>Ask what was read with a secret that leaked: auditors of the own agency, and the lead's access administrators.</summary>
    public const string AssessExposure = "assess-exposure";

    /// <summary>Ask why somebody sees a record or does not: access administrators, and auditors of the own agency.</summary>
    public const string ExplainAccess = "explain-access";

    /// <summary>See which files were opened in an emergency, and as a protection officer confirm it.</summary>
    public const string SeeBrokenGlass = "see-broken-glass";

    /// <summary>See exports: those who ask for them, and those of the agency who approve.</summary>
    public const string SeeExports = "see-exports";

    /// <summary>Approve or refuse an export, as one of two others than who asked.</summary>
    public const string ApproveExports = "approve-exports";

    /// <summary>See which files are asked to be erased or were, and the proof of it.</summary>
    public const string SeeErasures = "see-erasures";

    /// <summary>Approve, as a second person, that a file is erased.</summary>
    public const string DecideErasures = "decide-erasures";

    /// <summary>Say that a file must not be erased for now: protection officers.</summary>
    public const string HoldFiles = "hold-files";

    /// <summary>See what people asked about their data.</summary>
    public const string SeeSubjectRequests = "see-subject-requests";

    /// <summary>Decide, as a second person, that a person's request is refused.</summary>
    public const string ConfirmRefusals = "confirm-refusals";

    /// <summary>Keep what was seen at sites, where people were brought ashore, and in outreach: monitors and who keeps cases.</summary>
    public const string KeepVisits = "keep-visits";

    /// <summary>Read it: those, and the agency's protection officers.</summary>
    public const string SeeVisits = "see-visits";

    /// <summary>Review, as a supervisor who did not visit, what was reported of a site.</summary>
    public const string ReviewVisits = "review-visits";

    /// <summary>Decide whether records of several agencies are of one person: the lead's desk.</summary>
    public const string DecideDuplicates = "decide-duplicates";

    /// <summary>Say what a programme of the agency asks of its people: supervisors.</summary>
    public const string ShapeProgrammes = "shape-programmes";

    /// <summary>Decide, as a second person, that it does.</summary>
    public const string ApproveProgrammes = "approve-programmes";

    /// <summary>See what is asked: who asks it, and who decides.</summary>
    public const string SeeProgrammes = "see-programmes";

    /// <summary>See imports of people and rosters: those who start them.</summary>
    public const string SeeImports = "see-imports";

    /// <summary>See what needs oneself now: whoever has something to do with cases and places. What of it is theirs to do, the policy of each task's own route says.</summary>
    public const string SeeTasks = "see-tasks";

    /// <summary>See what can be asked of a person, in which words.</summary>
    public const string SeeInstruments = "see-instruments";

    /// <summary>Read the figures of a month, in which nobody can be found.</summary>
    public const string ReadStatistics = "read-statistics";

    /// <summary>See what was unusual in the access of the own agency's people and systems.</summary>
    public const string SeeUnusualAccess = "see-unusual-access";

    private static readonly Dictionary<string, (string[] Roles, string[]? Kinds)> Rules = new()
    {
        [KeepCases] = (["caseworker", "supervisor"], ["lead", "un", "ngo"]),
        [ReadLedger] = (["caseworker", "supervisor", "auditor"], ["lead", "un", "ngo"]),
        [SendReferrals] = (["caseworker", "supervisor"], ["lead", "un", "ngo"]),
        [ApproveBasis] = (["supervisor", "protection-officer", "focal-point"], ["lead", "un", "ngo"]),
        [ReceiveReferrals] = (["focal-point"], ["lead", "un", "ngo"]),
        [ReadReferrals] = (["caseworker", "supervisor", "focal-point", "protection-officer"], ["lead", "un", "ngo"]),
        [ReadNotices] = (["caseworker", "supervisor", "focal-point", "protection-officer", "coordinator"], ["lead", "un", "ngo"]),
        [SeeDirectory] = ([], ["lead", "un", "ngo"]),
        [KeepDirectory] = (["focal-point", "supervisor"], ["lead", "un", "ngo"]),
        [SeeBrokenGlass] = (["caseworker", "supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [SeeExports] = (["caseworker", "supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [ApproveExports] = (["supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [SeeErasures] = (["caseworker", "supervisor", "protection-officer", "auditor"], ["lead", "un", "ngo"]),
        [DecideErasures] = (["supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [HoldFiles] = (["protection-officer"], ["lead", "un", "ngo"]),
        [SeeSubjectRequests] = (["caseworker", "supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [ConfirmRefusals] = (["supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [KeepVisits] = (["monitor", "caseworker", "supervisor"], ["lead", "un", "ngo"]),
        [SeeVisits] = (["monitor", "caseworker", "supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [SeeImports] = (["monitor", "caseworker", "supervisor"], ["lead", "un", "ngo"]),
        [ReviewVisits] = (["supervisor"], ["lead", "un", "ngo"]),
        [DecideDuplicates] = (["deduplication-desk"], ["lead"]),
        [ShapeProgrammes] = (["supervisor"], ["lead", "un", "ngo"]),
        [ApproveProgrammes] = (["supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [SeeProgrammes] = (["caseworker", "supervisor", "protection-officer"], ["lead", "un", "ngo"]),
        [SeeTasks] = (["monitor", "caseworker", "supervisor", "focal-point", "protection-officer", "deduplication-desk"], ["lead", "un", "ngo"]),
        [SeeInstruments] = (["caseworker", "supervisor", "child-protection", "counter-trafficking", "gbv", "medical", "protection-officer"], ["lead", "un", "ngo"]),
        [ReadStatistics] = (["statistics"], ["lead", "un", "ngo"]),
        [OperateMessages] = (["access-admin"], ["lead"]),
        [SeeAgencies] = ([], null),
        [SeeOwnTeams] = ([], ["lead", "un", "ngo", "authority", "embassy", "receiving-mission"]),
        [AdministerAgencies] = (["access-admin"], ["lead"]),
        [AdministerAccess] = (["access-admin"], null),
        [EvacuateTeams] = (["access-admin", "supervisor", "protection-officer"], null),
        [SearchAudit] = (["auditor"], ["lead", "un", "ngo"]),
        [AssessExposure] = (["access-admin", "auditor"], ["lead", "un", "ngo"]),
        [SeeUnusualAccess] = (["auditor", "protection-officer"], ["lead", "un", "ngo"]),
        [ExplainAccess] = (["access-admin", "auditor"], ["lead", "un", "ngo"]),
    };

    /// <summary>Whether somebody who asks for nothing just now would be let in, as when what they started goes on.</summary>
    internal static bool Allow(string policy, Caller caller) =>
        Rules[policy] is var (roles, kinds) && (roles.Length == 0 || roles.Any(caller.Is)) && (kinds is null || kinds.Contains(caller.AgencyKind));

    /// <summary>Those that routes of this process are for, in order.</summary>
    internal static IEnumerable<string> Of(EndpointDataSource routes) =>
        routes.Endpoints.SelectMany(route => route.Metadata.GetOrderedMetadata<IAuthorizeData>()).Select(needed => needed.Policy).OfType<string>()
            .Where(Rules.ContainsKey).Distinct().Order(StringComparer.Ordinal);

    internal static void AddPolicies(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var (name, (roles, kinds)) in Rules)
        {
            authorization.AddPolicy(name, policy =>
            {
                policy.RequireAuthenticatedUser();
                if (roles.Length > 0)
                {
                    policy.RequireRole(roles);
                }

                if (kinds is not null)
                {
                    policy.RequireClaim("agency_kind", kinds);
                }
            });
        }
    }
}
