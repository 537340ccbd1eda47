using System.Globalization;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Consents;

/// <summary>
/// The consents withdrawn since an instant, the oldest first, for the platform's own services: what they go by while the bus tells them nothing. Ids
/// and times, as in <c>ConsentWithdrawn</c>.
/// </summary>
public static class ListWithdrawals
{
    private const int AtMost = 500;

    /// <summary>As its event says it.</summary>
    public sealed record Withdrawal(Guid PersonId, Guid ConsentId, DateTimeOffset WithdrawnAt);

    /// <summary>What was withdrawn.</summary>
    /// <param name="AsOf">When this was looked up. Withdrawals of the minute before may still have been on their way to their commit.</param>
    /// <param name="More">Whether there are later ones than these: ask again since the last of them.</param>
    /// <param name="Items">The oldest first, at most 500.</param>
    public sealed record Answer(DateTimeOffset AsOf, bool More, IReadOnlyList<Withdrawal> Items);

    /// <summary>Maps the route; the gateway does not lead here.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/withdrawals", HandleAsync).RequireAuthorization(TokenChecks.ServicePolicy).Audited(DataClass.Organisational).Produces<Answer>();

    private static async Task<IResult> HandleAsync(string? since, JobDatabase database, CancellationToken ct)
    {
        if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return Refusal.Field("$.since", Texts.In("An instant, as 2026-01-31T12:00:00Z.", "لحظة زمنية، مثل 2026-01-31T12:00:00Z.", "Un instant, comme 2026-01-31T12:00:00Z."));
        }

        await using var work = await database.BeginAsync(ct);
        var items = await work.QueryAsync<Withdrawal>(Select, new { instant, limit = AtMost + 1 });
        return Results.Ok(new Answer(work.Now, items.Count > AtMost, [.. items.Take(AtMost)]));
    }

    private const string Select = """
        select person_id, consent_id, withdrawn_at from consents where withdrawn_at >= @instant order by withdrawn_at, consent_id limit @limit
        """;
}
