using System.Globalization;
using System.Text.Json;
using Platform.Access;

namespace Platform.Referrals.Referrals;

/// <summary>
/// Registrations is asked every 5 s which consents were withdrawn: with the bus down, or after a restore from a backup, a receiver's access ends all the
/// same. What the bus has told already changes nothing.
/// </summary>
public sealed partial class HearOfWithdrawals(JobDatabase database, IHttpClientFactory clients, ILogger<HearOfWithdrawals> logger)
    : Recurring(TimeSpan.FromSeconds(5), logger)
{
    /// <summary>Name of the HTTP client that Registrations is asked with in the service's own name.</summary>
    public const string Client = "registrations";

    // a withdrawal bears the instant at which its transaction began
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(1);

    private sealed record Withdrawal(Guid PersonId, Guid ConsentId, DateTimeOffset WithdrawnAt);

    private sealed record Answer(DateTimeOffset AsOf, bool More, IReadOnlyList<Withdrawal> Items);

    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        if (await AskAsync(await HeardUpToAsync(ct), ct) is not { } answer)
        {
            return 0;
        }

        var unheard = await UnheardAsync(answer.Items, ct);
        foreach (var withdrawal in answer.Items.Where(withdrawal => unheard.Contains(withdrawal.ConsentId)))
        {
            await using var work = await database.BeginAsync(ct);
            await RevokeReferralsWhenConsentWithdrawn.RevokeAsync(work, withdrawal.PersonId, withdrawal.ConsentId, withdrawal.WithdrawnAt);
        }

        var upTo = answer.More ? answer.Items[^1].WithdrawnAt : answer.AsOf - LongestCommit;
        await using var heard = await database.BeginAsync(ct);
        heard.Execute(Keep, new { upTo });
        await heard.CommitAsync();
        return answer.More ? answer.Items.Count : 0;
    }

    private async Task<DateTimeOffset> HeardUpToAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await work.QuerySingleOrDefaultAsync<DateTimeOffset?>("select up_to from withdrawals_heard") ?? DateTimeOffset.UnixEpoch;
    }

    private async Task<Answer?> AskAsync(DateTimeOffset since, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            return await client.GetFromJsonAsync<Answer>($"internal/withdrawals?since={Uri.EscapeDataString(since.ToString("O", CultureInfo.InvariantCulture))}", ct);
        }
        catch (Exception outage) when (outage is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            Unanswered(logger, outage.Message);
            return null;
        }
    }

    private async Task<HashSet<Guid>> UnheardAsync(IReadOnlyList<Withdrawal> withdrawals, CancellationToken ct)
    {
        if (withdrawals.Count == 0)
        {
            return [];
        }

        await using var work = await database.BeginAsync(ct);
        return [.. await work.QueryAsync<Guid>(Unheard, new { consents = withdrawals.Select(withdrawal => withdrawal.ConsentId).ToArray() })];
    }

    private const string Unheard = """
        select consent_id from unnest(@consents) as told(consent_id)
         where not exists (select 1 from withdrawn_consents w where w.consent_id = told.consent_id)
        """;

    private const string Keep = """
        insert into withdrawals_heard (up_to) values (@upTo)
        on conflict (only_row) do update set up_to = excluded.up_to
        """;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registrations does not say which consents were withdrawn ({Why}); asked again in 5 s")]
    private static partial void Unanswered(ILogger logger, string why);
}
