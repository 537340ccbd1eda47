namespace Platform.Registrations.Tests.Exports;

/// <summary>ListExports and, as GetExportTests would, GetExport.</summary>
public sealed class ListExportsTests : WithExports
{
    [Fact]
    public async Task Who_approves_sees_how_many_and_for_whom_and_never_who_and_nobody_else_sees_it()
    {
        var name = Invented();
        var person = await PersonAsync(file => file["givenName"] = name);
        var export = await AskedAsync(person, await PersonAsync());

        foreach (var reader in (Partner[])[Asker, Supervisor, Officer])
        {
            var one = (await reader.GetAsync($"/api/exports/{export}")).Expect(200);
            var listed = await reader.GetAsync("/api/exports?limit=200");
            Assert.Equal((2, BaytId), (one.Json["people"]!.GetValue<int>(), one.Json.Id("recipientAgencyId")));
            Assert.Equal(one.Json.FieldNames(), Assert.Single(listed.Items(), item => item.Id("exportId") == export).FieldNames());
            Assert.DoesNotContain(name, one.Body + listed.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(person.ToString(), one.Body + listed.Body, StringComparison.Ordinal);
        }

        foreach (var other in (Partner[])[await Platform.SignInAsync("caseworker@iom-libya.demo"), Amal, Bayt, await Platform.SignInAsync("supervisor@bayt-shelter.demo")])
        {
            var (there, nowhere) = (await other.GetAsync($"/api/exports/{export}"), await other.GetAsync($"/api/exports/{Guid.NewGuid()}"));
            Assert.Equal((404, nowhere.Body), (there.Status, there.Body));
            Assert.DoesNotContain((await other.GetAsync("/api/exports?limit=200")).Items(), item => item.Id("exportId") == export);
        }

        (await (await Platform.SignInAsync("access-admin@iom-libya.demo")).GetAsync($"/api/exports/{export}")).Expect(403);
    }
}
