namespace Platform.Registrations.Tests.Exports;

public sealed class ApproveExportTests : WithExports
{
    [Fact]
    public async Task It_takes_a_supervisor_and_a_protection_officer_and_until_then_there_is_no_file()
    {
        var export = await AskedAsync(await PersonAsync());
        await RefusesFileAsync("asked");

        Assert.Equal("approved-once", (await ApproveAsync(Officer, export)).Expect(200).Json.Text("state"));
        await RefusesFileAsync("approved-once");
        Assert.Equal("approved-once", (await ApproveAsync(Officer, export)).Expect(409).Json.Text("state"));
        Assert.Equal("approved", (await ApproveAsync(Supervisor, export)).Expect(200).Json.Text("state"));

        (await FileAsync(export)).Expect(200);
        Assert.Equal("made", (await Asker.GetAsync($"/api/exports/{export}")).Expect(200).Json.Text("state"));

        async Task RefusesFileAsync(string state) => Assert.Equal(state, (await FileAsync(export)).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_nor_twice()
    {
        await Platform.PlantUserAsync("both@iom-libya.demo", "sabha", "supervisor", "protection-officer");
        var both = await Platform.SignInAsync("both@iom-libya.demo");
        var own = (await both.PostAsync("/api/exports", Request(await PersonAsync(keeper: both)))).Expect(201).Json.Id("exportId");
        (await ApproveAsync(both, own)).Expect(403);

        var export = await AskedAsync(await PersonAsync());
        (await ApproveAsync(both, export)).Expect(200);
        (await ApproveAsync(both, export)).Expect(409);
        (await ApproveAsync(Asker, export)).Expect(403);
        (await ApproveAsync(Supervisor, export)).Expect(409);     // there is one supervisor's already
        Assert.Equal("approved", (await ApproveAsync(Officer, export)).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task Who_approved_as_an_officer_and_supervises_since_does_not_approve_again()
    {
        await Platform.PlantUserAsync("both@iom-libya.demo", "sabha", "supervisor", "protection-officer");
        var export = await AskedAsync(await PersonAsync());
        await ScalarAsync<Guid>($"update exports set officer_id = '{await Platform.MemberIdAsync("both@iom-libya.demo")}', officer_at = now() where export_id = $1 returning export_id", export);

        (await ApproveAsync(await Platform.SignInAsync("both@iom-libya.demo"), export)).Expect(409);
    }

    [Fact]
    public async Task Not_even_behind_the_product_s_back_is_it_approved_by_who_may_not()
    {
        var export = await AskedAsync(await PersonAsync());
        var asker = await Platform.MemberIdAsync("iom-libya-system");
        await using var app = await Platform.OpenDatabaseAsync("registrations", "app");
        await using var transaction = await app.BeginTransactionAsync();
        await using (var scope = new Npgsql.NpgsqlCommand($"select set_config('app.caller', '{asker}', true), set_config('app.agency', '{await Asker.AgencyIdAsync("iom-libya")}', true), set_config('app.roles', '{"{supervisor,protection-officer}"}', true)", app))
        {
            await scope.ExecuteNonQueryAsync();
        }

        await using var approve = new Npgsql.NpgsqlCommand("select export_approve($1)", app) { Parameters = { new() { Value = export } } };
        Assert.Equal("42501", (await Assert.ThrowsAsync<Npgsql.PostgresException>(approve.ExecuteNonQueryAsync)).SqlState);
    }

    [Fact]
    public async Task Another_agency_s_export_is_not_there()
    {
        var export = await AskedAsync(await PersonAsync());

        (await ApproveAsync(await Platform.SignInAsync("supervisor@amal-health.demo"), export)).Expect(403);   // not switched on there
        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/exports/{export}/refusal", null)).Expect(404);
    }
}
