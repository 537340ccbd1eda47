using Platform.Access;
using Platform.Contracts.Identity.V1;
using Platform.Identity.NotBefore;

namespace Platform.Identity.Agreements;

/// <summary>
/// An agreement whose last day is over is told of, once. What stood on it has ended without it: the policies of every service know the day.
/// </summary>
public sealed class TellOfLapsedAgreements(JobDatabase database, ILogger<TellOfLapsedAgreements> logger) : Recurring(TimeSpan.FromSeconds(30), logger)
{
    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Guid?>(Next) is not { } agreementId)
        {
            return 0;
        }

        await work.QueryAsync<bool>(Tell, new { agreementId });
        await work.AnnounceAsync((version, now) => new AgreementLapsed { SubjectId = agreementId, SubjectVersion = version, OccurredAt = now });
        await work.CommitAsync();
        return 1;
    }

    private const string Next = """
        select agreement_id from agreements
         where active and not lapse_told and valid_until < access.day()
         order by valid_until limit 1 for update skip locked
        """;

    private const string Tell = "update agreements set lapse_told = true where agreement_id = @agreementId returning true";
}
