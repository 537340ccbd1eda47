namespace Platform.Registrations.Tests.Families;

public sealed class EndCaregiverTests : InAFamily
{
    [Fact]
    public async Task They_stay_who_they_are_and_care_no_longer()
    {
        var child = await ChildAsync();
        var link = await CaredForAsync(child);

        var ended = (await MoveAsync(Sabha, child, link, "caregiver/end", new { endedOn = Today, reasonCode = "ill-health-of-caregiver", note = "In hospital (invented)." })).Expect(200).Json;

        Assert.Equal((false, "verified", false), (ended["caregiver"]!.GetValue<bool>(), ended.Text("verification"), ended["ended"]!.GetValue<bool>()));
        Assert.Equal("ill-health-of-caregiver", ended["history"]![2]!.AsObject().Text("method"));
        Assert.Equal("no-caregiver", (await MoveAsync(Sabha, child, link, "caregiver/end", new { endedOn = Today, reasonCode = "other" })).Expect(409).Json.Text("state"));
    }

    [Theory]
    [InlineData("2999-01-01", "other", "$.endedOn")]
    [InlineData("2025-01-01", "tired", "$.reasonCode")]
    public async Task A_wrong_field_is_named_by_its_path(string endedOn, string reasonCode, string path)
    {
        var child = await ChildAsync();

        Assert.Equal(path, (await MoveAsync(Sabha, child, await LinkedAsync(child), "caregiver/end", new { endedOn, reasonCode })).WrongFields());
    }
}
