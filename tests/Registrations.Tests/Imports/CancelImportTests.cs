namespace Platform.Registrations.Tests.Imports;

public sealed class CancelImportTests : Importing
{
    [Theory]
    [InlineData("waiting")]
    [InlineData("checking")]
    public async Task Before_anything_is_imported_it_is_called_off(string state)
    {
        var import = await PlantedAsync(state);

        Assert.Equal("cancelled", (await Sabha.PostAsync($"/api/imports/{import}/cancellation", null)).Expect(200).Json.Text("state"));

        Assert.Equal("cancelled", (await Sabha.PostAsync($"/api/imports/{import}/cancellation", null)).Expect(409).Json.Text("state"));
    }

    [Theory]
    [InlineData("importing")]
    public async Task From_then_on_it_is_not(string state)
    {
        var import = await PlantedAsync(state);

        var late = (await Sabha.PostAsync($"/api/imports/{import}/cancellation", null)).Expect(409);

        Assert.Equal(("wrong-state", state), (late.Problem, late.Json.Text("state")));
        (await Amal.PostAsync($"/api/imports/{import}/cancellation", null)).Expect(404);
        await ScalarAsync<object>("update imports set state = 'failed', ended_at = now() where import_id = $1", import);
    }
}
