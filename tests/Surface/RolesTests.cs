using Platform.Contracts.Codes;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>
/// Each role by itself at each route: whoever holds none of those that may try is refused, entered once, and nothing is written. Who may try is said
/// here apart from the product, as docs/access.md says it.
/// </summary>
public sealed class RolesTests
{
    private const string Everybody = "everybody";
    private const string Services = "";   // no person or system of an agency

    public static TheoryData<string> Routes => AllRoutes.Where(route => !route.IsOAuth && WhoMay(route) != Everybody);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nobody_else_may_try(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (ready, signer) = (await stage.ReadyAsync(route), await Signer.SharedAsync());
        var (token, may) = (await ready.Caller.TokenAsync(), WhoMay(route).Split(' '));
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var answers = await AtOnce.AskAsync(CodeList.Roles.Codes.Except(may), role =>
            stage.SendToAsync(route.Service, route, ready with { Caller = ready.Caller.With(token: signer.Sign(token, claims => claims["role"] = role)) }, ready.Sent, ready.Headers(route)));

        Nothing.In(answers.Where(one => (one.Answer.Status, one.Answer.Problem) != (403, "forbidden")).Select(one => $"{one.Asked}: {one.Answer.Status} {one.Answer.Body}"));
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>Otherwise the refusals would prove nothing: by the same hand, with the roles that may, nobody is turned away at the door.</summary>
    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Who_may_try_is_let_in(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (ready, signer) = (await stage.ReadyAsync(route), await Signer.SharedAsync());
        var token = await ready.Caller.TokenAsync();

        foreach (var role in WhoMay(route).Split(' '))
        {
            var answer = await stage.SendToAsync(route.Service, route, ready with { Caller = ready.Caller.With(token: signer.Sign(token, claims => claims["role"] = role)) }, ready.Sent, ready.Headers(route));
            Assert.True(answer.Status is 200 or 404, $"{role}: {answer.Status} {answer.Body}");
        }
    }

    public static TheoryData<string> Reads => AllRoutes.Where(route => route.Method == "GET" && !route.IsOAuth && WhoMay(route) is not (Everybody or Services));

    private static string WhoMay(Route route) => (route.Service, route.Method, route.Template) switch
    {
        (_, "GET", "/api/agencies" or "/api/teams" or "/services") => Everybody,
        ("identity", _, var path) when path.StartsWith("/api/", StringComparison.Ordinal) => "access-admin",

        (_, _, "/operations/unusual") => "auditor protection-officer",
        (_, _, "/operations/audit" or "/operations/exposure/unread") => "auditor",
        (_, _, "/operations/access" or "/operations/access/what-if" or "/operations/exposure") => "access-admin auditor",
        (_, _, var path) when path.StartsWith("/operations/", StringComparison.Ordinal) => "access-admin",

        (_, _, "/internal/packages") => "caseworker supervisor",
        (_, _, "/internal/consents/check") => "focal-point",
        (_, _, var path) when path.StartsWith("/internal/", StringComparison.Ordinal) => Services,

        (_, _, "/registrations/tasks" or "/referrals/tasks") => "monitor caseworker supervisor focal-point protection-officer deduplication-desk",
        (_, "GET", "/people/{personId}/disclosures" or "/people/{personId}/disclosures/page") => "caseworker supervisor auditor",
        (_, "GET", "/emergency-access") or (_, _, "/emergency-access/{accessId}/confirmation") => "caseworker supervisor protection-officer",
        (_, "GET", "/exports" or "/exports/{exportId}") => "caseworker supervisor protection-officer",
        (_, _, "/exports/{exportId}/approval" or "/exports/{exportId}/refusal") => "supervisor protection-officer",
        (_, "GET", "/erasures" or "/erasures/{erasureId}") or (_, _, "/erasures/{erasureId}/withdrawal") => "caseworker supervisor protection-officer auditor",
        (_, _, "/erasures/{erasureId}/approval") => "supervisor protection-officer",
        (_, _, "/people/{personId}/legal-hold") => "protection-officer",
        (_, "GET", "/requests" or "/requests/{requestId}") => "caseworker supervisor protection-officer",
        (_, _, "/requests/{requestId}/refusal/confirmation") => "supervisor protection-officer",
        (_, _, var path) when path.Split('/')[1] is "duplicates" => "deduplication-desk",
        (_, "GET", "/programmes" or "/programmes/{formId}") => "caseworker supervisor protection-officer",
        (_, "POST", "/programmes") => "supervisor",
        (_, _, "/programmes/{formId}/approval" or "/programmes/{formId}/rejection") => "supervisor protection-officer",
        (_, "GET", var path) when path.StartsWith("/imports", StringComparison.Ordinal) => "monitor caseworker supervisor",
        ("assessments", _, var path) when path.Split('/')[1] is "instruments" => "caseworker supervisor child-protection counter-trafficking gbv medical protection-officer",
        (_, _, var path) when path.Split('/')[1] is "statistics" => "statistics",
        (_, _, "/imports/{importId}/cancellation") => "monitor caseworker supervisor",
        (_, "POST", "/visits/{visitId}/review" or "/visits/{visitId}/sharing" or "/visits/{visitId}/advocacy-uses") => "supervisor",
        (_, _, "/visits/{visitId}/roster/{entryId}/promotion" or "/disembarkations/{disembarkationId}/screenings") => "caseworker supervisor",
        (_, var method, var path) when path.Split('/')[1] is "visits" or "disembarkations" or "outreach-sessions" or "missions" => $"monitor caseworker supervisor{(method == "GET" ? " protection-officer" : "")}",
        ("registrations", _, _) => "caseworker supervisor",

        (_, _, "/services/{serviceCode}") => "focal-point supervisor",
        (_, _, "/notices") => "caseworker supervisor focal-point protection-officer coordinator",
        (_, "GET", _) => "caseworker supervisor focal-point protection-officer",
        (_, _, "/referrals" or "/referrals/{referralId}/revocation" or "/referrals/{referralId}/follow-up") => "caseworker supervisor",
        (_, _, "/referrals/{referralId}/approval") => "supervisor protection-officer focal-point",
        _ => "focal-point",
    };
}
