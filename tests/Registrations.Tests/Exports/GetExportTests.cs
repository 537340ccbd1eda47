namespace Platform.Registrations.Tests.Exports;

public sealed class GetExportTests : WithExports
{
    [Fact]
    public async Task Who_asked_and_who_may_approve_read_the_same_of_it_and_never_who_is_in_it()
    {
        var name = Invented();
        var person = await PersonAsync(file => file["givenName"] = name);
        var export = await ApprovedAsync(person);

        var read = new List<string>();
        foreach (var reader in (Partner[])[Asker, Supervisor, Officer])
        {
            read.Add((await reader.GetAsync($"/api/exports/{export}")).Expect(200).Body);
        }

        Assert.Single(read.Distinct());
        Assert.Equal(
            "approvedByOfficer approvedBySupervisor askedAt askedBy expiresAt exportId packages people purpose reason recipientAgencyId state", JsonNode.Parse(read[0]).FieldNames());
        Assert.DoesNotContain(name, read[0], StringComparison.Ordinal);
        Assert.DoesNotContain(person.ToString(), read[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_all_others_it_is_as_one_that_is_not_there()
    {
        var export = await AskedAsync(await PersonAsync());

        foreach (var other in (Partner[])[await Platform.SignInAsync("caseworker@iom-libya.demo"), Amal, Bayt, await Platform.SignInAsync("supervisor@bayt-shelter.demo")])
        {
            var (there, nowhere) = (await other.GetAsync($"/api/exports/{export}"), await other.GetAsync($"/api/exports/{Guid.NewGuid()}"));
            Assert.Equal((404, nowhere.Body), (there.Status, there.Body));
        }

        (await (await Platform.SignInAsync("access-admin@iom-libya.demo")).GetAsync($"/api/exports/{export}")).Expect(403);
    }
}
