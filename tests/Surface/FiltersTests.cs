using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>What stands in an address is a value and never a part of a statement: neither in a filter nor in a path nor where a name is looked for.</summary>
public sealed class FiltersTests
{
    private static readonly string[] Fragments =
    [
        "' or '1'='1", "' or 1=1 --", "1; drop table people", "x') union select null, null --", "\" or \"\"=\"", "%", "_%", "\\", "$1", "@record", "(select access.caller())",
        "'||pg_sleep(5)||'", "{}", "{*}", "a\0b", "00000000-0000-0000-0000-000000000000' or true --",
    ];

    public static TheoryData<string> Reads => AllRoutes.Where(route => route is { Method: "GET", IsOAuth: false });

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_fragment_of_SQL_in_a_filter_finds_nothing_or_is_refused_by_the_filter_s_name(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var mark = await stage.Writes.MarkAsync();
        var filters = (await DescriptionAsync(stage, route))["parameters"]?.AsArray().Where(parameter => parameter.Text("in") == "query").Select(parameter => parameter.Text("name")!).ToList() ?? [];

        var found = new List<string>();
        var answers = await AtOnce.AskAsync(filters.SelectMany(_ => Fragments, (filter, fragment) => (filter, fragment)), one =>
        {
            var asked = ready.Path + (ready.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + $"{one.filter}={Uri.EscapeDataString(one.fragment)}";
            return stage.SendAsync(route, ready with { Path = Without(asked, one.filter) });
        });
        foreach (var ((filter, fragment), answer) in answers)
        {
            var isNothing = answer.Status == 200 && answer["items"] is JsonArray { Count: 0 };
            var isRefused = answer.Status is 400 or 404 && answer.ContentType == "application/problem+json";
            if (!isNothing && !isRefused)
            {
                found.Add($"{filter}={fragment}: {answer.Status} {answer.Body}");
            }
        }

        Nothing.In(found);
        Nothing.In((await stage.Writes.SinceAsync(mark)).Where(write => !write.EndsWith(" audit INSERT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_fragment_of_SQL_in_a_path_or_a_name_that_is_looked_for_finds_nobody()
    {
        var stage = await Stage.SharedAsync();
        await stage.Amal.RegisterAsync();
        foreach (var fragment in Fragments.Where(fragment => !fragment.Contains('\0', StringComparison.Ordinal)))
        {
            (await stage.Amal.GetAsync($"/api/people/{Uri.EscapeDataString(fragment)}")).Expect(404);
            (await stage.Amal.GetAsync($"/api/referrals/{Uri.EscapeDataString(fragment)}/history")).Expect(404);
            var answer = await stage.Amal.PostAsync("/api/people/search", new { name = fragment });
            Assert.True(answer.Status == 400 || answer.Items().Count == 0, $"{fragment}: {answer.Status} {answer.Body}");
        }
    }

    private static async Task<JsonObject> DescriptionAsync(Stage stage, Route route) =>
        (await stage.Amal.With(stage.Platform.AddressOf(route.Service)).GetAsync("/openapi/v1.json")).Expect(200)["paths"]![route.Template]!["get"]!.AsObject();

    // the filter once: what a valid request says of it makes place for the fragment
    private static string Without(string path, string filter)
    {
        var (address, query) = (path.Split('?')[0], path.Split('?')[1].Split('&'));
        var last = Array.FindLastIndex(query, part => part.StartsWith(filter + "=", StringComparison.Ordinal));
        return $"{address}?{string.Join('&', query.Where((part, at) => at == last || !part.StartsWith(filter + "=", StringComparison.Ordinal)))}";
    }
}
