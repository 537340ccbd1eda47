namespace Platform.Registrations.Tests.Exports;

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
            var listed = await reader.GetAsync("/api/exports?limit=200");
            var line = Assert.Single(listed.Items(), item => item.Id("exportId") == export);
            Assert.Equal((2, BaytId, "asked"), (line["people"]!.GetValue<int>(), line.Id("recipientAgencyId"), line.Text("state")));
            Assert.DoesNotContain(name, listed.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(person.ToString(), listed.Body, StringComparison.Ordinal);
        }

        foreach (var other in (Partner[])[await Platform.SignInAsync("caseworker@iom-libya.demo"), Amal, Bayt, await Platform.SignInAsync("supervisor@bayt-shelter.demo")])
        {
            Assert.DoesNotContain((await other.GetAsync("/api/exports?limit=200")).Items(), item => item.Id("exportId") == export);
        }
    }

    [Fact]
    public async Task They_come_newest_first_page_by_page()
    {
        var (older, newer) = (await AskedAsync(await PersonAsync()), await AskedAsync(await PersonAsync()));

        List<Guid> all = [];
        for (var path = "/api/exports?limit=1"; path is not null && !all.Contains(older);)
        {
            var page = await Officer.GetAsync(path);
            all.AddRange(page.Items().Select(item => item.Id("exportId")));
            path = page.Json.Text("next") is { } next ? $"/api/exports?limit=1&cursor={next}" : null;
        }

        Assert.Equal([newer, older], all.Where(export => export == newer || export == older));
    }
}
