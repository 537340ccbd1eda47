using System.Text.RegularExpressions;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>
/// Every verb and every nested path of one record agree: what a route hides no other verb tells, and an id that is good under its own parent is
/// nothing under another one. One check per verb and per nested resource is what others forgot, one fix after the other.
/// </summary>
public sealed partial class StrangersTests
{
    private static readonly string[] Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static TheoryData<string> WithRecord => AllRoutes.Where(route => !route.IsOAuth && Record().IsMatch(route.Template));

    public static TheoryData<string> Nested => AllRoutes.Where(route => Record().Count(route.Template) > 1);

    [Theory]
    [MemberData(nameof(WithRecord))]
    public async Task By_no_verb_does_another_agency_tell_a_record_from_one_that_never_was(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (ready, stranger) = (await stage.ReadyAsync(route), await Stranger.WithEveryRoleAsync(stage));
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var told = new List<string>();
        var answers = await AtOnce.AskAsync(
            Verbs.SelectMany(verb => verb is "GET" or "HEAD" or "DELETE" or "OPTIONS" ? [null] : (object?[])[ready.Sent, "{}", "[", null], (verb, body) => (verb, body))
                .SelectMany(one => (string[])[ready.Path, Id().Replace(ready.Path, _ => Guid.NewGuid().ToString())], (one, path) => (one.verb, one.body, path)),
            one => AskAsync(one.verb, one.path, one.body));
        foreach (var pair in answers.Chunk(2))
        {
            var ((verb, body, _), theirs, absent) = (pair[0].Asked, pair[0].Answer, pair[1].Answer);
            if (WithoutTrace(theirs) != WithoutTrace(absent) || (verb == route.Method && theirs.Status is not (403 or 404)) || theirs.Status < 400)
            {
                told.Add($"{verb} {body}: {theirs.Status} {theirs.Body}, and {absent.Status} {absent.Body} where there is none");
            }

            if (verb == route.Method && IsOfACase(route) && theirs.Status != 404 && theirs.Problem != "feature-off")
            {
                told.Add($"{verb}: {theirs.Status}, and every verb on a case of others is 404, or what their agency may not do at all");
            }
        }

        Nothing.In(told);
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());

        Task<Answer> AskAsync(string verb, string path, object? body)
        {
            var headers = new Dictionary<string, string> { ["Idempotency-Key"] = Guid.NewGuid().ToString(), ["If-Match"] = ready.IfMatch ?? "\"1\"" };
            return route.Outside(path) is { } outside
                ? stranger.SendAsync(new(verb), outside, body, headers)
                : stranger.With(stage.Platform.AddressOf(route.Service)).SendAsync(new(verb), path, body, headers);
        }
    }

    [Theory]
    [MemberData(nameof(Nested))]
    public async Task An_id_under_another_parent_than_its_own_is_not_there(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var (one, other) = (await route.PrepareAsync(stage), await route.PrepareAsync(stage));
        var before = (await one.ReadAsync(), await other.ReadAsync());
        var mark = await stage.Writes.MarkAsync();
        var (own, foreign) = (Id().Matches(one.Path), Id().Matches(other.Path));

        for (var at = 0; at < own.Count; at++)
        {
            var swapped = string.Concat(one.Path[..own[at].Index], foreign[at].Value, one.Path[(own[at].Index + own[at].Length)..]);
            Assert.Equal("not-found", (await stage.SendAsync(route, one with { Path = swapped })).Expect(404).Problem);
        }

        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, (await one.ReadAsync(), await other.ReadAsync()));
        Assert.Equal(route.Answers, (await stage.SendAsync(route, one)).Status);   // where it belongs it is good
    }

    // pairs of records are for the lead's desk: any other agency is told so at the door
    private static bool IsOfACase(Route route) => route.Service is "registrations" or "referrals" && route.Template.Split('/')[1] is not ("operations" or "duplicates");

    // a 403 names its own request, a 404 nothing at all
    private static Answer WithoutTrace(Answer answer) => answer with { Body = TraceId().Replace(answer.Body, "") };

    [GeneratedRegex(@"\{\w+Id\}")]
    private static partial Regex Record();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(",?\"traceId\":\"[0-9a-f]*\"")]
    private static partial Regex TraceId();
}
