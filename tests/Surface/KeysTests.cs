using System.Text.Json;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>Every POST under /api takes an Idempotency-Key, and what it does it does once.</summary>
public sealed class KeysTests
{
    public static TheoryData<string> NeedsKey => AllRoutes.Where(route => route.Key is not Key.None);

    public static TheoryData<string> KeepsKey => AllRoutes.Where(route => route.Key is Key.Kept);

    [Theory]
    [MemberData(nameof(NeedsKey))]
    public async Task Without_a_key_nothing_is_done(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        foreach (var key in (string?[])[null, "", "seven77", new string('k', 201), "with a space", "with\ttab"])
        {
            var answer = await stage.SendAsync(route, ready, ready.Sent, key is null ? [] : new() { ["Idempotency-Key"] = key });
            Assert.True((400, "application/problem+json", "idempotency-key-required") == (answer.Status, answer.ContentType, answer.Problem), $"The key '{key}' was answered {answer.Status} {answer.Body}");
        }

        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    [Theory]
    [MemberData(nameof(KeepsKey))]
    public async Task The_same_key_answers_the_same_and_does_it_once_and_with_another_body_it_is_refused(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await route.PrepareAsync(stage);
        var headers = ready.Headers(route);
        var first = (await stage.SendAsync(route, ready, ready.Sent, headers)).Expect(route.Answers);
        var after = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        foreach (var replica in stage.ReplicasOf(route.Service))
        {
            var again = await stage.SendToAsync(replica, route, ready, ready.Sent, headers);
            Assert.Equal((first.Status, Repeated(route, first)), (again.Status, again.Body));
        }

        foreach (var body in ready.File is { } file ? [(byte[])[.. file, 10]] : OtherThan(ready.Body!))
        {
            Assert.Equal("key-reused", (await stage.SendAsync(route, ready, body, headers)).Expect(422).Problem);
        }

        Nothing.In(Effects(await stage.Writes.SinceAsync(mark)));
        Assert.Equal(after, await ready.ReadAsync());
    }

    [Theory]
    [MemberData(nameof(KeepsKey))]
    public async Task Ten_at_once_with_the_same_key_at_two_replicas_do_what_one_does(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var one = await route.PrepareAsync(stage);
        var mark = await stage.Writes.MarkAsync();
        (await stage.SendAsync(route, one)).Expect(route.Answers);
        var ofOne = Effects(await stage.Writes.SinceAsync(mark));
        var ten = await route.PrepareAsync(stage);
        var (headers, replicas) = (ten.Headers(route), stage.ReplicasOf(route.Service));
        mark = await stage.Writes.MarkAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(at => stage.SendToAsync(replicas[at % replicas.Count], route, ten, ten.Sent, headers)));

        Assert.Equal(ofOne, Effects(await stage.Writes.SinceAsync(mark)));
        Assert.All(answers, answer => Assert.Equal((route.Answers, Repeated(route, answers[0])), (answer.Status, Repeated(route, answer))));
        Assert.Equal(route.Once is null ? 0 : 1, answers.Count(answer => route.Once is { } once && answer.Json.ContainsKey(once)));
    }

    /// <summary>What a repeat is answered with: the same without what is answered once.</summary>
    private static string Repeated(Route route, Answer first)
    {
        if (route.Once is not { } once)
        {
            return first.Body;
        }

        var body = first.Json;
        body.Remove(once);
        return body.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    // what a repeat asks for before it is known as one leaves its trace, and no effect: who read is in the audit, what Registrations
    // prepared is in its ledger, and a record's key made in vain harms nobody
    private static IEnumerable<string> Effects(IEnumerable<string> writes) =>
        writes.Where(write => write is not "keys record_keys INSERT" and not "registrations disclosures INSERT" && !write.EndsWith(" audit INSERT", StringComparison.Ordinal));

    private static IEnumerable<object> OtherThan(JsonObject body)
    {
        yield return body.ToJsonString() + " ";
        yield return body.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
        if (body.Count > 0)
        {
            var shorter = body.DeepClone().AsObject();
            shorter.Remove(body.Last().Key);
            yield return shorter.ToJsonString();
        }
    }
}
