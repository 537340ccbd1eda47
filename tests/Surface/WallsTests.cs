using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>
/// Authorities, embassies and receiving missions: whatever roles a token of theirs claims, no route of the reference gives them anything of a
/// case, and nothing that they send is kept. They are told who they themselves and the lead are, and no more.
/// </summary>
public sealed class WallsTests
{
    private const string Agency = "detention-authority";   // no test suspends it

    private static readonly string[] Behind = ["authority", "embassy", "receiving-mission"];

    // their own people, systems and teams, and who the lead is
    private static readonly string[] Open = ["/api/agencies", "/api/agreements", "/api/clients", "/api/teams", "/api/users"];

    public static TheoryData<string> Routes => AllRoutes.Where(route => !route.IsOAuth);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Whatever_they_claim_to_be_they_are_refused(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (ready, signer) = (await stage.ReadyAsync(route), await Signer.SharedAsync());
        var own = new Partner(stage.Platform, Agency);
        string[] theirs = [$"{await own.AgencyIdAsync(Agency)}", $"{await own.AgencyIdAsync("iom-libya")}"];
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var let = new List<string>();
        foreach (var kind in Behind)
        {
            var claiming = ready with { Caller = own.With(token: signer.Sign(await stage.Platform.TokenAsync(Agency), claims => (claims["agency_kind"], claims["role"], claims["area"]) = (kind, Stranger.EveryRole(), "*"))) };
            foreach (var answer in new[] { await stage.SendAsync(route, claiming), await stage.SendToAsync(route.Service, route, claiming, ready.Sent, ready.Headers(route)) })
            {
                // of a case they are told no more than that it is not for them, whether it is there or not; in identity they administer themselves, and nobody else is there (404, 400)
                var refused = answer.ContentType == "application/problem+json"
                    && ((answer.Status == 403 && (answer.Problem == "forbidden" || route.Service == "identity")) || (route.Service == "identity" && (answer.Status == 404 || (answer.Status == 400 && answer.WrongFields() == "$.agencyId"))));
                if (!refused && !(answer.Status == 200 && route.Method == "GET" && Open.Contains(route.Template) && AgenciesIn(answer.Json).All(theirs.Contains)))
                {
                    let.Add($"{kind}: {answer.Status} {answer.Body}");
                }
            }
        }

        Nothing.In(let);
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>Otherwise the refusals would prove nothing: the same claims, by the same hand, of an agency that holds cases.</summary>
    [Fact]
    public async Task The_same_claims_of_an_agency_that_holds_cases_open_its_own()
    {
        var stage = await Stage.SharedAsync();
        var token = (await Signer.SharedAsync()).Sign(await stage.Platform.TokenAsync("amal-health"), claims => claims["role"] = Stranger.EveryRole());

        foreach (var path in (string[])["/api/people", "/api/referrals?box=sent", "/api/notices", "/api/emergency-access"])
        {
            (await stage.Amal.With(token: token).GetAsync(path)).Expect(200);
        }
    }

    private static IEnumerable<string> AgenciesIn(JsonNode? json) => json switch
    {
        JsonObject fields => fields.SelectMany(field => field.Key is "agencyId" ? [$"{field.Value}"] : AgenciesIn(field.Value)),
        JsonArray items => items.SelectMany(AgenciesIn),
        _ => [],
    };
}
