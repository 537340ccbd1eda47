namespace Platform.Registrations.Tests.Programmes;

public sealed class ApproveProgrammeTests : OnProgrammes
{
    [Fact]
    public async Task A_second_person_puts_it_in_force_in_place_of_the_one_before()
    {
        var first = await ProposedAsync();
        Assert.Equal($"/api/programmes/{first}", (await Officer.TaskAsync("registrations", "programme-to-approve", first))!.Text("path"));
        Assert.Null(await Supervisor.TaskAsync("registrations", "programme-to-approve", first));
        (await Supervisor.PostAsync($"/api/programmes/{first}/approval", new { })).Expect(403);
        (await (await Platform.SignInAsync("supervisor@amal-health.demo")).PostAsync($"/api/programmes/{first}/approval", new { })).Expect(404);

        var approved = (await Officer.PostAsync($"/api/programmes/{first}/approval", new { })).Expect(200);

        Assert.Equal("in-force", approved.Json.Text("state"));
        Assert.Null(await Officer.TaskAsync("registrations", "programme-to-approve", first));
        Assert.Equal("in-force", (await Officer.PostAsync($"/api/programmes/{first}/approval", new { })).Expect(409).Json.Text("state"));
        var second = await InForceAsync(form => form["fields"]!.AsArray().Add(Field("more", "text")));
        Assert.Equal(("replaced", "in-force"), (await StateAsync(first), await StateAsync(second)));
    }

    [Theory]
    [InlineData("update programme_forms set state = 'in-force' where form_id = @form", "")]
    [InlineData("update programme_forms set state = 'in-force', decided_by = proposed_by where form_id = @form", "")]
    [InlineData("update programme_forms set form = '{}' where form_id = @form", "42501")]
    public async Task The_database_keeps_that_nobody_approves_their_own_and_nobody_changes_a_form(string statement, string denied)
    {
        var form = await ProposedAsync();
        await using var database = await Platform.OpenDatabaseAsync("registrations");
        await using var transaction = await database.BeginTransactionAsync();
        await using var ask = new Npgsql.NpgsqlCommand(
            $"select set_config('app.agency', '{await Lead.AgencyIdAsync("iom-libya")}', true), set_config('app.roles', '{{supervisor}}', true); set local session authorization {Platform.NameOf("registrations")}_app", database);
        await ask.ExecuteNonQueryAsync();
        await using var write = new Npgsql.NpgsqlCommand(statement, database);
        write.Parameters.AddWithValue("form", form);

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => write.ExecuteNonQueryAsync());

        Assert.Equal(denied == "" ? "23514" : denied, refused.SqlState);
    }
}
