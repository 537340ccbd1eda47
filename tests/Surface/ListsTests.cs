using System.Text.RegularExpressions;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>Each list that a body holds: none, empty, the same twice, without end. None is a way around a check, and none is an outage.</summary>
public sealed partial class ListsTests
{
    private const int Endless = 100_000;

    // just under what a body may have: more than that never arrives
    private const int Bytes = 1_000_000;

    public static TheoryData<string> WithBody => AllRoutes.Where(route => route is { Method: "POST" or "PUT", IsOAuth: false, TakesAFile: false });

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task The_same_twice_or_without_end_is_refused_by_its_path(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var taken = new List<string>();
        foreach (var (path, list) in Lists(ready.Body!))
        {
            foreach (var (shape, items) in Shapes(list).Where(one => one.Items is { Count: > 1 } && !MayRepeat(route, one.Shape)))
            {
                var answer = await stage.SendAsync(route, ready, With(ready.Body!, path, items), ready.Headers(route));
                if (answer.Status != 400 || !answer["errors"]!.AsObject().Any(error => error.Key.StartsWith($"$.{path}", StringComparison.Ordinal)))
                {
                    taken.Add($"{path}, {shape}: {answer.Status} {answer.Body}");
                }
            }
        }

        Nothing.In(taken);
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>Who may is asked before what is asked for: an empty list passes no check for want of anything to check.</summary>
    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Whatever_the_lists_are_who_has_nothing_to_do_with_it_does_nothing(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var stranger = ready with { Caller = await Stranger.WithEveryRoleAsync(stage) };
        var named = NamesSomebodys(ready) ? Lists(ready.Body!).ToList() : [];   // what names nobody's record makes one's own
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var done = new List<string>();
        foreach (var (path, list) in named)
        {
            foreach (var (shape, items) in Shapes(list))
            {
                var answer = await stage.SendAsync(route, stranger, With(ready.Body!, path, items), ready.Headers(route));
                if (answer.Body == """{"stand":false}""") continue;   // consents on which the stranger received nothing

                if (answer.Status is < 400 or >= 500 || (route.Template.Contains("Id}", StringComparison.Ordinal) && answer.Status is not (403 or 404)))
                {
                    done.Add($"{path}, {shape}: {answer.Status} {answer.Body}");
                }
            }
        }

        Nothing.In(done);
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    private static IEnumerable<(string Shape, JsonArray? Items)> Shapes(JsonArray list) =>
    [
        ("none", null),
        ("empty", []),
        ("of nothing", [null]),
        ("twice", [list[0]!.DeepClone(), list[0]!.DeepClone()]),
        ("once more", [.. list.Append(list[0]).Select(item => item!.DeepClone())]),
        ("without end", [.. Enumerable.Repeat(list[0], Math.Min(Endless, Bytes / (list[0]!.ToJsonString().Length + 1))).Select(item => item!.DeepClone())]),
    ];

    // whether consents stand is the same however often one is named
    private static bool MayRepeat(Route route, string shape) => route.Template == "/internal/consents/check" && shape is not "without end";

    private static bool NamesSomebodys(Ready ready) => Id().IsMatch(ready.Path + ready.Body!.ToJsonString());

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    private static IEnumerable<(string Path, JsonArray List)> Lists(JsonObject body, string prefix = "") => body.SelectMany(field => field.Value switch
    {
        JsonObject inner => Lists(inner, $"{prefix}{field.Key}."),
        JsonArray { Count: > 0 } list => [(prefix + field.Key, list)],
        _ => [],
    });

    private static JsonObject With(JsonObject body, string path, JsonArray? items)
    {
        var copy = body.DeepClone().AsObject();
        var holder = path.Split('.')[..^1].Aggregate(copy, (inside, name) => inside[name]!.AsObject());
        holder[path.Split('.')[^1]] = items?.DeepClone();
        return copy;
    }
}
