namespace Platform.Registrations.Tests.Programmes;

public sealed class ListProgrammesTests : OnProgrammes
{
    [Fact]
    public async Task What_is_in_force_and_what_is_proposed_is_told_to_the_agency_alone()
    {
        var inForce = await InForceAsync();
        var proposed = await ProposedAsync(form => form["title"] = Label("Another title"));

        foreach (var reader in (Partner[])[Lead, Supervisor, Officer])
        {
            Assert.Equal([inForce, proposed], (await reader.GetAsync("/api/programmes")).Items().Where(form => form.Text("code") == Code).Select(form => form.Id("formId")));
        }

        Assert.DoesNotContain((await Amal.GetAsync("/api/programmes")).Items(), form => form.Text("code") == Code);
    }
}
