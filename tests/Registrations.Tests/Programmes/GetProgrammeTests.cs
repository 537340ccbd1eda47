namespace Platform.Registrations.Tests.Programmes;

public sealed class GetProgrammeTests : OnProgrammes
{
    [Fact]
    public async Task A_form_is_there_for_the_agency_alone_also_when_it_is_not_in_force()
    {
        var form = await ProposedAsync();
        (await Officer.PostAsync($"/api/programmes/{form}/rejection", new { })).Expect(200);

        Assert.Equal((form, "rejected"), ((await Lead.GetAsync($"/api/programmes/{form}")).Expect(200).Json.Id("formId"), (await Officer.GetAsync($"/api/programmes/{form}")).Json.Text("state")));
        (await Amal.GetAsync($"/api/programmes/{form}")).Expect(404);
        (await Lead.GetAsync($"/api/programmes/{Guid.NewGuid()}")).Expect(404);
    }
}
