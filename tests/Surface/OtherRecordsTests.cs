using System.Text.RegularExpressions;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>The path says which record is meant: a body that names one too, or a path that names two which do not belong together, is refused.</summary>
public sealed partial class OtherRecordsTests
{
    public static TheoryData<string> WithRecordAndBody => AllRoutes.Where(route => route is { Method: "POST" or "PUT", TakesAFile: false } && route.Template.Contains('{', StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(WithRecordAndBody))]
    public async Task A_body_that_names_a_record_beside_the_path_is_refused(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        foreach (var field in Parameters().Matches(route.Template).Select(found => found.Groups[1].Value).Append("agencyId").Append("version").Append("caseworkerId"))
        {
            var body = ready.Body!.DeepClone().AsObject();
            body[field] = Guid.NewGuid();
            Assert.Equal($"$.{field}", (await stage.SendAsync(route, ready, body, ready.Headers(route))).WrongFields());
        }

        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    [Fact]
    public async Task A_consent_under_another_person_is_not_there()
    {
        var stage = await Stage.SharedAsync();
        var (one, other) = (await stage.Amal.RegisterAsync(), await stage.Amal.RegisterAsync());
        var consent = await stage.Amal.ConsentAsync(one, stage.BaytId);
        var mark = await stage.Writes.MarkAsync();

        (await stage.Amal.DeleteAsync($"/api/people/{other}/consents/{consent}")).Expect(404);

        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Null(Assert.Single((await stage.Amal.GetAsync($"/api/people/{one}/consents")).Items()).Text("withdrawnAt"));
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameters();
}
