using Npgsql;

namespace Platform.Referrals.Tests.Access;

/// <summary>What the database itself shows a receiver, whatever the service asks it.</summary>
public sealed class RowLevelSecurityTests : OnThePlatform
{
    [Theory]
    [InlineData("delete from access.agreed")]
    [InlineData("update access.agreed set purposes = '{assessment}'")]
    [InlineData("update access.agreed set packages = '{identity}'")]
    [InlineData("update access.agreed set area_codes = '{LY01,LY0304}'")]
    [InlineData("update access.agreed set valid_until = access.day() - 1")]
    [InlineData("update access.agreed set valid_from = access.day() + 1")]
    [InlineData("update access.agreed set to_agency = gen_random_uuid()")]
    [InlineData("update referrals set consent_until = access.day() - 1")]
    public async Task Nothing_of_the_person_is_there_in_the_moment_in_which_what_it_stands_on_is_not(string ended)
    {
        var referral = await ReferralInAsync("accepted");
        await using var database = await Platform.OpenDatabaseAsync("referrals");
        await using var transaction = await database.BeginTransactionAsync();   // never committed: nobody else sees it

        Assert.Equal((1, 1, 2), await ReceiverSeesAsync(database, referral));
        await RunAsync(database, ended);
        Assert.Equal((0, 0, 1), await ReceiverSeesAsync(database, referral));   // its own step stays
    }

    private async Task<(long Envelopes, long Packets, long Steps)> ReceiverSeesAsync(NpgsqlConnection database, Guid referral)
    {
        var agency = await Sender.AgencyIdAsync("bayt-shelter");
        await using var received = new NpgsqlCommand("select grantee from access.grants where record = $1 and packages = '{received}'", database) { Parameters = { new() { Value = referral } } };
        var desk = (Guid)(await received.ExecuteScalarAsync())!;
        await RunAsync(database, $$"""
            set local role {{Platform.NameOf("referrals")}}_app;
            select set_config('app.grantees', '{{{desk}}}', true), set_config('app.agency', '{{agency}}', true)
            """);
        var seen = (await CountAsync("referral_envelopes"), await CountAsync("referral_packets"), await CountAsync("referral_history"));
        await RunAsync(database, "reset role");
        return seen;

        async Task<long> CountAsync(string table)
        {
            await using var command = new NpgsqlCommand($"select count(*) from {table} where referral_id = $1", database) { Parameters = { new() { Value = referral } } };
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private static async Task RunAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}
