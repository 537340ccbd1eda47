using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Referrals;

/// <summary>Who did what, when. A receiver whose access has ended keeps its own decisions.</summary>
public static class GetReferralHistory
{
    /// <summary>A step.</summary>
    public sealed record Step(int Version, string Event, DateTimeOffset At, Guid? ByAgencyId, string? Code, DateOnly? NextDate, string? Note);

    private sealed record Row(int Version, string Event, DateTimeOffset At, Guid ByAgency, string? Code, DateOnly? NextDate, byte[]? Note, bool NotesReadable);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/referrals/{referralId:guid}/history", HandleAsync).RequireAuthorization(Policies.ReadReferrals).Audited(DataClass.Envelope)
            .Produces<Page<Step>>();

    private static async Task<IResult> HandleAsync(Guid referralId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>("select 1 from referrals where referral_id = @referralId", new { referralId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<Row>(Select, new { referralId });
        var key = rows.Exists(row => row.Note is not null) ? await keys.GetAsync(referralId, ct) : null;
        return Results.Ok(new Page<Step>(
            [.. rows.Select(row => new Step(
                row.Version, row.Event, row.At, row.ByAgency == Guid.Empty ? null : row.ByAgency, row.Code, row.NextDate,
                row is { Note: { } note, NotesReadable: true } ? key?.Open<string>("note", note) : null))],
            null));
    }

    // a note may speak of the person: for the receiver it ends with the referral
    private const string Select = """
        select h.version, h.event, h.at, h.by_agency, h.code, h.next_date, h.note,
               granted(h.referral_id, 'sent') or is_open(h.referral_id) as notes_readable
          from referral_history h where h.referral_id = @referralId order by h.version
        """;
}
