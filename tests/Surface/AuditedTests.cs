using System.Text.RegularExpressions;
using Npgsql;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>Who did what is in the audit once, and so is who was refused: for their role, for a record that is not theirs, for its state or version.</summary>
public sealed partial class AuditedTests
{
    public static TheoryData<string> Routes => AllRoutes.Where(route => !route.IsOAuth && !route.Template.StartsWith("/internal", StringComparison.Ordinal));

    public static TheoryData<string> OfARecord => AllRoutes.Where(route => !route.IsOAuth && route.Template.Contains("Id}", StringComparison.Ordinal));

    public static TheoryData<string> Versioned => AllRoutes.Where(route => route.NeedsIfMatch);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_is_done_is_entered_once(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await route.PrepareAsync(stage);
        var last = await LastAsync(stage, route);

        (await stage.SendAsync(route, ready)).Expect(route.Answers);

        var entered = await OutcomesAsync(stage, route, last);
        if (IsDownload(route))
        {
            Assert.Matches("^allowed( allowed)+$", entered);   // and once for each of the people in it
            return;
        }

        Assert.Equal(IsNoCase(route) ? "" : "allowed", entered);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Who_has_no_role_for_it_is_entered_once(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var noRole = stage.Rihla.With(token: (await Signer.SharedAsync()).Sign(await stage.Platform.TokenAsync("rihla-legal"), claims => claims["role"] = "safeguarding"));
        var last = await LastAsync(stage, route);

        var answer = await stage.SendAsync(route, ready with { Caller = noRole });

        if (answer.Status == 200 && ForEveryRole.Contains(route.Template))
        {
            return;
        }

        Assert.Equal((403, "forbidden"), (answer.Status, await OutcomesAsync(stage, route, last)));
    }

    [Theory]
    [MemberData(nameof(OfARecord))]
    public async Task Who_asks_for_what_is_not_theirs_is_entered_once(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var last = await LastAsync(stage, route);

        var answer = await stage.SendAsync(route, ready with { Caller = await Stranger.WithEveryRoleAsync(stage) });

        Assert.InRange(answer.Status, 403, 404);
        Assert.Equal(answer.Problem, await OutcomesAsync(stage, route, last));
    }

    [Theory]
    [MemberData(nameof(Versioned))]
    public async Task Who_did_not_see_the_present_version_is_entered_once(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var last = await LastAsync(stage, route);

        (await stage.SendAsync(route, ready with { IfMatch = "\"999\"" })).Expect(412);

        Assert.Equal("stale", await OutcomesAsync(stage, route, last));
    }

    /// <summary>The refusal says the state, so it is a read of it.</summary>
    [Theory]
    [InlineData("referrals POST /referrals/{referralId}/acknowledgement")]
    [InlineData("referrals POST /referrals/{referralId}/acceptance")]
    [InlineData("referrals POST /referrals/{referralId}/rejection")]
    [InlineData("referrals POST /referrals/{referralId}/return")]
    [InlineData("referrals POST /referrals/{referralId}/revocation")]
    [InlineData("referrals POST /referrals/{referralId}/follow-up")]
    [InlineData("referrals POST /referrals/{referralId}/approval")]
    [InlineData("registrations POST /transfers/{transferId}/acceptance")]
    [InlineData("registrations POST /transfers/{transferId}/rejection")]
    [InlineData("registrations POST /transfers/{transferId}/withdrawal")]
    [InlineData("registrations POST /emergency-access/{accessId}/confirmation")]
    [InlineData("registrations POST /exports/{exportId}/approval")]
    [InlineData("registrations POST /exports/{exportId}/refusal")]
    [InlineData("registrations POST /people/{personId}/erasure")]
    [InlineData("registrations POST /erasures/{erasureId}/approval")]
    [InlineData("registrations POST /erasures/{erasureId}/withdrawal")]
    [InlineData("registrations POST /people/{personId}/legal-hold")]
    [InlineData("registrations POST /requests/{requestId}/answer")]
    [InlineData("registrations POST /requests/{requestId}/refusal")]
    [InlineData("registrations POST /requests/{requestId}/refusal/confirmation")]
    [InlineData("registrations POST /requests/{requestId}/withdrawal")]
    [InlineData("registrations POST /merges/{mergeId}/confirmation")]
    [InlineData("registrations POST /merges/{mergeId}/rejection")]
    [InlineData("registrations POST /merges/{mergeId}/undo")]
    [InlineData("registrations POST /programmes")]
    [InlineData("registrations POST /programmes/{formId}/approval")]
    [InlineData("registrations POST /programmes/{formId}/rejection")]
    [InlineData("registrations POST /duplicates/{duplicateId}/decision")]
    [InlineData("registrations POST /duplicates/{duplicateId}/confirmation")]
    [InlineData("registrations POST /duplicates/{duplicateId}/reopening")]
    [InlineData("registrations POST /imports/{importId}/cancellation")]
    [InlineData("registrations POST /missions/{missionId}/departure")]
    [InlineData("registrations POST /missions/{missionId}/completion")]
    [InlineData("registrations POST /missions/{missionId}/cancellation")]
    [InlineData("registrations POST /visits/{visitId}/access-request")]
    [InlineData("registrations POST /visits/{visitId}/access-answer")]
    [InlineData("registrations POST /visits/{visitId}/completion")]
    [InlineData("registrations POST /visits/{visitId}/report")]
    [InlineData("registrations POST /visits/{visitId}/review")]
    [InlineData("registrations POST /visits/{visitId}/sharing")]
    [InlineData("registrations POST /visits/{visitId}/closure")]
    [InlineData("registrations POST /visits/{visitId}/requests/{requestId}/reply")]
    [InlineData("registrations POST /visits/{visitId}/roster/{entryId}/promotion")]
    [InlineData("registrations POST /people/{personId}/family/{linkId}/end")]
    [InlineData("registrations POST /people/{personId}/family/{linkId}/caregiver")]
    [InlineData("registrations POST /people/{personId}/family/{linkId}/caregiver/end")]
    [InlineData("registrations POST /people/{personId}/family/{linkId}/alleged-harm")]
    [InlineData("registrations POST /people/{personId}/separation/end")]
    [InlineData("registrations POST /people/{personId}/tracing/{tracingId}/sides")]
    [InlineData("registrations POST /people/{personId}/tracing/{tracingId}/best-interests/approval")]
    [InlineData("registrations POST /people/{personId}/tracing/{tracingId}/reunification")]
    [InlineData("registrations POST /people/{personId}/tracing/{tracingId}/end")]
    [InlineData("registrations POST /households/{householdId}/members/{personId}/leave")]
    [InlineData("identity POST /api/agreements/{agreementId}/signature")]
    [InlineData("identity POST /api/agreements/{agreementId}/activation")]
    [InlineData("identity POST /api/impact-assessments/{assessmentId}/approval")]
    [InlineData("identity POST /api/teams/{teamId}/evacuation/end")]
    [InlineData("identity POST /api/teams/{teamId}/evacuation/end/approval")]
    [InlineData("identity POST /api/agencies/{agencyId}/approval")]
    [InlineData("identity POST /api/users/{userId}/approval")]
    public async Task Who_comes_too_late_is_entered_once(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await route.PrepareAsync(stage);
        (await stage.SendAsync(route, ready)).Expect(route.Answers);
        var last = await LastAsync(stage, route);

        (await stage.SendAsync(route, ready)).Expect(409);   // once more, and not as a repeat

        Assert.Equal("wrong-state", await OutcomesAsync(stage, route, last));
    }

    /// <summary>A look at who takes part and what they offer, at parked messages and at references without content: nothing of a case is read.</summary>
    private static bool IsNoCase(Route route) =>
        route.Method == "GET" && (route is { Service: "identity", Template: not "/operations/audit" } || route.Template is "/services" or "/instruments" or "/instruments/{code}" or "/notices" or "/registrations/tasks" or "/referrals/tasks" or "/imports/template" or "/programmes" or "/programmes/{formId}" or "/statistics" or "/statistics/{month}/{table}" or "/statistics/{month}/5w.csv" or "/operations/parked");

    private static bool IsDownload(Route route) => route is { Method: "GET", Template: "/exports/{exportId}/file" or "/exports/{exportId}/page" };

    /// <summary>What every agency is told whatever the role.</summary>
    private static readonly string[] ForEveryRole = ["/api/agencies", "/api/teams", "/services"];

    private static async Task<long> LastAsync(Stage stage, Route route) => (await stage.RowAsync<long, bool>(route.Service, "select coalesce(max(entry), 0), true from access.audit")).First;

    /// <summary>How the entries of a route ended, from one on.</summary>
    private static async Task<string> OutcomesAsync(Stage stage, Route route, long last)
    {
        await using var database = await stage.Platform.OpenDatabaseAsync(route.Service);
        await using var command = new NpgsqlCommand("select action, outcome from access.audit where entry > $1 order by entry", database) { Parameters = { new() { Value = last } } };
        await using var reader = await command.ExecuteReaderAsync();
        var outcomes = new List<string>();
        while (await reader.ReadAsync())
        {
            if (Constraint().Replace(reader.GetString(0), "}").TrimEnd('/') == $"{route.Method} {route.Template}")
            {
                outcomes.Add(reader.GetString(1));
            }
        }

        return string.Join(' ', outcomes);
    }

    [GeneratedRegex(@":[^}]*\}(?=$|/)")]
    private static partial Regex Constraint();
}
