namespace Platform.Registrations.Tests.Families;

/// <summary>Households of people whose files Sabha keeps.</summary>
public abstract class InAHousehold : InAFamily
{
    internal static JsonObject Joins(Guid person, string role = "member", string? since = "2026-01-10") => new() { ["personId"] = person, ["role"] = role, ["since"] = since };

    protected static Task<Answer> OpenAsync(Partner by, params JsonObject[] members) => by.PostAsync("/api/households", new JsonObject { ["members"] = new JsonArray([.. members]) });

    protected async Task<Guid> TogetherAsync(params Guid[] people) => (await OpenAsync(Sabha, [.. people.Select(person => Joins(person))])).Expect(201).Json.Id("householdId");

    protected static Task<Answer> LeaveAsync(Partner by, Guid household, Guid person, string? on = null) =>
        by.PostAsync($"/api/households/{household}/members/{person}/leave", new { leftOn = on ?? In(0), reason = "Went on alone (invented)." });

    protected static IEnumerable<Guid> MembersOf(Answer household) => household.Json["members"]!.AsArray().Select(member => member!.AsObject().Id("personId"));
}
