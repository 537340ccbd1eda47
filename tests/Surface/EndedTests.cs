using Npgsql;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>
/// Whose access has ended or has not begun opens no route, whatever they could do a moment before: suspended, of a suspended agency, of an agency
/// that is no more, with rights from before, invited and not there yet, administering and not approved.
/// </summary>
public sealed class EndedTests
{
    private static readonly Lazy<Task<IReadOnlyList<(string What, Partner Who)>>> Ended = new(EndAsync);
    private static readonly Lazy<Task<Partner>> Unapproved = new(UnapprovedAsync);

    public static TheoryData<string> Closed => AllRoutes.Where(route => !route.IsOAuth);

    public static TheoryData<string> OfAdministrators => AllRoutes.Where(route => route is { IsOAuth: false, Service: "identity" } && route.Template.StartsWith("/api/", StringComparison.Ordinal) && route.Template is not ("/api/agencies" or "/api/teams"));

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Who_has_no_standing_any_more_or_not_yet_opens_nothing(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (ready, ended) = (await stage.ReadyAsync(route), await Ended.Value);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var answers = await AtOnce.AskAsync(ended.SelectMany(one => (bool[])[true, false], (one, outside) => (one.What, Asking: ready with { Caller = one.Who }, Outside: outside)),
            one => one.Outside ? stage.SendAsync(route, one.Asking) : stage.SendToAsync(route.Service, route, one.Asking, ready.Sent, ready.Headers(route)));

        Nothing.In(answers.Where(one => one.Answer.Status != 401 || one.Answer.Problem != "unauthenticated").Select(one => $"{one.Asked.What}: {one.Answer.Status} {one.Answer.Body}"));
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>With the token that identity itself gave them: that they are to administer access waits for a second administrator.</summary>
    [Theory]
    [MemberData(nameof(OfAdministrators))]
    public async Task Who_is_to_administer_and_was_not_approved_administers_nothing(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (ready, unapproved) = (await stage.ReadyAsync(route), await Unapproved.Value);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var answer = await stage.SendAsync(route, ready with { Caller = unapproved });

        Assert.Equal("forbidden", answer.Expect(403).Problem);
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>Tokens that identity gave and that opened what they were for, all with every role: nothing but the end is why they are refused.</summary>
    private static async Task<IReadOnlyList<(string What, Partner Who)>> EndAsync()
    {
        var stage = await Stage.SharedAsync();
        var (suspended, gone) = (await TakingPartAsync(stage), await TakingPartAsync(stage));
        const string Person = "ended@rihla-legal.demo", Changed = "changed@rihla-legal.demo";
        foreach (var login in (string[])[Person, Changed])
        {
            await stage.Platform.PlantUserAsync(login, "main", "caseworker");
        }

        var client = (await stage.Admin.PostAsync("/api/clients", new { agencyId = await stage.Amal.AgencyIdAsync("rihla-legal"), clientId = $"rihla-legal-{Guid.NewGuid():N}", roles = (string[])["caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["LY03"] })).Expect(201).Json;
        var system = new Partner(stage.Platform, "rihla-legal") { Token = await stage.Platform.AskTokenAsync(client.Text("clientId")!, client.Text("secret")!) };
        List<(string What, Partner Who)> ended =
        [
            ("a suspended person", await stage.Platform.SignInAsync(Person)),
            ("whose rights were changed since", await stage.Platform.SignInAsync(Changed)),
            ("a suspended system", system),
            ("of a suspended agency", suspended.Who),
            ("of an agency that is no more", gone.Who),
        ];
        var signer = await Signer.SharedAsync();
        for (var at = 0; at < ended.Count; at++)
        {
            var (what, who) = ended[at];
            ended[at] = (what, who.With(token: signer.Sign(await who.TokenAsync(), claims => claims["role"] = Stranger.EveryRole())));
            foreach (var status in await StatusesAsync(stage, ended[at].Who))
            {
                Assert.True(status == 200, $"{what} was let in before the end: {status}");
            }
        }

        var changed = await stage.Platform.MemberIdAsync(Changed);
        (await stage.Admin.PostAsync($"/api/users/{await stage.Platform.MemberIdAsync(Person)}/suspension", null)).Expect(204);
        (await stage.Admin.PutAsync($"/api/users/{changed}/access", new { roles = (string[])["focal-point"], teamIds = (Guid[])[], areaCodes = (string[])["LY03"] }, "\"1\"")).Expect(200);
        (await stage.Admin.PostAsync($"/api/clients/{client.Id("id")}/suspension", null)).Expect(204);
        (await stage.Admin.PostAsync($"/api/agencies/{suspended.AgencyId}/suspension", null)).Expect(204);
        await using (var identity = await stage.Platform.OpenDatabaseAsync("identity"))
        await using (var end = new NpgsqlCommand($"delete from users where agency_id = '{gone.AgencyId}'; delete from agencies where agency_id = '{gone.AgencyId}'", identity))
        {
            await end.ExecuteNonQueryAsync();
        }

        foreach (var (what, who) in ended)
        {
            await Eventually.TrueAsync(async () => (await StatusesAsync(stage, who)).All(status => status == 401), TimeSpan.FromSeconds(20), () => $"{what} is let in still");
        }

        // invited and not there yet: all they have is their link
        var invited = (await stage.Admin.PostAsync("/api/users", new { login = $"{Guid.NewGuid():N}@invented.test", roles = (string[])["caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["LY03"] })).Expect(201);
        var link = new Uri(invited["invitation"].Text("link")!);
        return [.. ended, ("invited, with what the link holds", stage.Amal.With(token: System.Web.HttpUtility.ParseQueryString(link.Query)["token"]!.Replace('+', '-').Replace('/', '_').TrimEnd('='))), ("invited, with the whole link", stage.Amal.With(token: link.PathAndQuery))];
    }

    /// <summary>A new agency with its first administrator, who has taken up the invitation and signed in.</summary>
    private static async Task<(Guid AgencyId, Partner Who)> TakingPartAsync(Stage stage)
    {
        var code = $"ended-{Guid.NewGuid():N}";
        var agency = (await stage.Admin.PostAsync("/api/agencies", new { code, name = "Invented Aid", kind = "ngo", areaCodes = (string[])["LY03"], totpRequired = false, totpRoles = (string[])[], firstAdministrator = $"first@{code}.demo" })).Expect(201).Json.Id("agencyId");
        var invitation = (await stage.SecondAdmin.PostAsync($"/api/agencies/{agency}/approval", null)).Expect(200)["invitation"];
        await stage.Platform.AcceptInvitationAsync($"first@{code}.demo", invitation.Text("link")!);
        return (agency, await stage.Platform.SignInAsync($"first@{code}.demo"));
    }

    private static async Task<Partner> UnapprovedAsync()
    {
        var stage = await Stage.SharedAsync();
        var login = $"{Guid.NewGuid():N}@iom-libya.demo";
        var invited = (await stage.Admin.PostAsync("/api/users", new { login, roles = (string[])["access-admin", "caseworker"], teamIds = (Guid[])[], areaCodes = (string[])["LY03"] })).Expect(201);
        await stage.Platform.AcceptInvitationAsync(login, invited["invitation"].Text("link")!);
        return await stage.Platform.SignInAsync(login);
    }

    private static Task<int[]> StatusesAsync(Stage stage, Partner who) => Task.WhenAll(new[] { "registrations", "registrations-2", "referrals", "referrals-2", "identity", "gateway" }
        .Select(async door => (await who.With(stage.Platform.AddressOf(door)).GetAsync(door switch { "identity" => "/api/agencies", "gateway" => "/api/people", _ => door.StartsWith("ref", StringComparison.Ordinal) ? "/notices" : "/people" })).Status));
}
