namespace Platform.Registrations.Tests.Access;

/// <summary>Holds: which keep a file from being erased.</summary>
public sealed class FunctionsOfHoldsTests : CallingFunctions
{
    [Theory]
    [InlineData("")]
    [InlineData("update people set agency_id = gen_random_uuid() where person_id = :person")]
    [InlineData("update people set erased_at = now() where person_id = :person")]
    [InlineData("select set_config('app.roles', '{supervisor}', true)")]
    public async Task A_protection_officer_of_the_agency_holds_a_file_and_lifts_the_hold(string otherwise)
    {
        foreach (var call in (string[])["select count(*) > 0 from files_to_hold(:person)", "select place_hold(gen_random_uuid(), :person, 'court', null) is not null", "select count(*) > 0 from lift_hold(:person)"])
        {
            Assert.Equal(otherwise == "" ? "True" : "False", await OutcomeAsync("protection-officer", Planted, otherwise, call));
        }
    }

    [Theory]
    [InlineData("", "True")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', null, :other, now())", "False")]
    [InlineData("insert into legal_holds values (gen_random_uuid(), :person, 'court', access.day() - 1, :other, now())", "True")]
    public async Task A_file_is_held_once(string otherwise, string placed) =>
        Assert.Equal(placed, await OutcomeAsync("protection-officer", Planted, otherwise, "select place_hold(gen_random_uuid(), :person, 'court', null)"));

    [Theory]
    [InlineData("select place_hold(gen_random_uuid(), :person, 'court', null)")]
    [InlineData("select lift_hold(:person)")]
    public async Task When_and_by_whom_an_earlier_hold_was_lifted_stays(string call) => Assert.Equal("1", await OutcomeAsync(
        "protection-officer", $"{Planted} insert into legal_holds values (gen_random_uuid(), :person, 'court', access.day() - 1, :other, now(), null, null), (:earlier, :person, 'court', null, :other, now(), :other, '2020-01-01')", "", call,
        "select count(*) from legal_holds where hold_id = :earlier and lifted_at = '2020-01-01' and lifted_by = :other"));

    [Theory]
    [InlineData("", "True")]
    [InlineData("update legal_holds set lifted_at = now() where person_id = :person", "False")]
    [InlineData("update legal_holds set until = access.day() - 1 where person_id = :person", "False")]
    public async Task A_hold_stands_until_it_is_lifted_or_its_last_day_is_over(string otherwise, string held) =>
        Assert.Equal(held, await OutcomeAsync("", $"{Planted} insert into legal_holds values (gen_random_uuid(), :person, 'court', access.day(), :other, now())", otherwise, "select 1", "select on_hold(:person)"));
}
