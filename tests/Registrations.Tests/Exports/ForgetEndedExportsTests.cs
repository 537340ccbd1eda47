using Npgsql;

namespace Platform.Registrations.Tests.Exports;

/// <summary>Why an export was asked for, is free text about people: it goes with the first of them who is erased, and some time after the end.</summary>
public sealed class ForgetEndedExportsTests : WithExports
{
    [Fact]
    public async Task When_somebody_in_it_is_erased_an_export_ends_and_nobody_reads_any_more_why_it_was_asked_for()
    {
        var (gone, stays) = (await PersonAsync(), await PersonAsync());
        var (open, refused, others) = (await ApprovedAsync(gone, stays), await AskedAsync(gone), await ApprovedAsync(stays));
        (await Officer.PostAsync($"/api/exports/{refused}/refusal", null)).Expect(200);
        (await FileAsync(open)).Expect(200);
        var erasure = (await Asker.PostAsync($"/api/people/{gone}/erasure", new { reasonCode = "person-asked" })).Expect(201).Json.Id("erasureId");
        Assert.NotNull((await Asker.GetAsync($"/api/exports/{open}"))["reason"]);

        (await Officer.PostAsync($"/api/erasures/{erasure}/approval", new { })).Expect(200);

        foreach (var by in new[] { Asker, Supervisor, Officer })   // in the same commit
        {
            Assert.Equal(("ended", null, "refused", null), (await StateAsync(by, open), await ReasonAsync(by, open), await StateAsync(by, refused), await ReasonAsync(by, refused)));
            Assert.NotNull(await ReasonAsync(by, others));
            var listed = (await by.GetAsync("/api/exports?limit=200")).Items();
            Assert.All(listed.Where(export => export.Id("exportId") == open || export.Id("exportId") == refused), export => Assert.Null(export["reason"]));
        }

        Assert.Equal("expired", (await FileAsync(open)).Expect(410).Json.Text("because"));
        Assert.Equal("wrong-state", (await Officer.PostAsync($"/api/exports/{open}/refusal", null)).Expect(409).Problem);
        (await FileAsync(others)).Expect(200);
        await Eventually.TrueAsync(async () => (await KeysAsync(open), await KeysAsync(refused), await KeysAsync(others)) == (0, 0, 1));
        var proof = await Eventually.AsyncValue(() => Asker.GetAsync($"/api/erasures/{erasure}"), answer => answer["proof"]![0]!["keys"] is not null);
        Assert.Equal(3, proof["proof"]![0]!["keys"]!.GetValue<int>());   // the person's, and those of the two exports
    }

    [Fact]
    public async Task A_year_after_its_end_the_key_of_an_export_is_destroyed_unless_somebody_in_it_is_held()
    {
        var (free, heldBy) = (await PersonAsync(), await PersonAsync());
        var (old, refused, held, recent) = (await ApprovedAsync(free), await AskedAsync(free), await AskedAsync(free, heldBy), await AskedAsync(free));
        (await Officer.PostAsync($"/api/people/{heldBy}/legal-hold", new { reasonCode = "court" })).Expect(204);
        (await Officer.PostAsync($"/api/exports/{refused}/refusal", null)).Expect(200);
        foreach (var export in (Guid[])[old, refused, held])
        {
            await ScalarAsync<DateTime>("update exports set asked_at = now() - interval '367 days', expires_at = now() - interval '366 days', refused_at = refused_at - interval '366 days' where export_id = $1 returning expires_at", export);
        }

        await ScalarAsync<DateTime>("update exports set asked_at = now() - interval '365 days', expires_at = now() - interval '364 days' where export_id = $1 returning expires_at", recent);

        await Eventually.TrueAsync(async () => (await KeysAsync(old), await KeysAsync(refused)) == (0, 0), TimeSpan.FromSeconds(45));   // it looks every half minute

        Assert.Equal((1, 1), (await KeysAsync(held), await KeysAsync(recent)));
        Assert.Equal((null, "Their system is down (invented)."), (await ReasonAsync(Officer, old), await ReasonAsync(Officer, held)));
        Assert.NotNull((await Officer.GetAsync($"/api/exports/{old}")).Json.Text("state"));   // that there was one stays

        (await Officer.DeleteAsync($"/api/people/{heldBy}/legal-hold")).Expect(204);   // without the hold the rule applies
        await Eventually.TrueAsync(async () => await KeysAsync(held) == 0, TimeSpan.FromSeconds(45));
    }

    private static async Task<string?> StateAsync(Partner by, Guid export) => (await by.GetAsync($"/api/exports/{export}")).Expect(200).Json.Text("state");

    private static async Task<string?> ReasonAsync(Partner by, Guid export) => (await by.GetAsync($"/api/exports/{export}")).Expect(200).Json.Text("reason");

    private async Task<long> KeysAsync(Guid export)
    {
        await using var keys = await Platform.OpenDatabaseAsync("keys");
        await using var count = new NpgsqlCommand($"select count(*) from {Platform.NameOf("registrations")}.record_keys where record = $1", keys) { Parameters = { new() { Value = export } } };
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
