using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Attachments;
using Platform.Registrations.Consents;
using Platform.Registrations.Disclosures;
using Platform.Registrations.EmergencyAccess;
using Platform.Registrations.Encounters;
using Platform.Registrations.Families;
using Platform.Registrations.People;
using Platform.Registrations.Programmes;
using Platform.Registrations.Statuses;
using Platform.Registrations.Transfers;

namespace Platform.Registrations.SubjectRequests;

/// <summary>Everything that is held here about a person and that who keeps the file may see, for the person: of the file that is kept, and of what was merged into it.</summary>
public sealed record CopyView : FileCopy
{
    private const int Most = 500;

    private CopyView(DateTimeOffset madeAt, string keeper, FileCopy kept, IReadOnlyList<FileCopy> merged)
        : base(kept) => (MadeAt, Keeper, Merged) = (madeAt, keeper, merged);

    /// <summary>As it was then.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>The agency that keeps the file.</summary>
    public string Keeper { get; }

    /// <summary>The same of each file that was merged into this one.</summary>
    public IReadOnlyList<FileCopy> Merged { get; }

    /// <summary>Made and entered in the audit; or why there is none. Only who keeps the file makes one: who reads it in a handover or an emergency does not.</summary>
    internal static async Task<(CopyView? Copy, Refusal? Refusal)> MakeAsync(Guid personId, Work work, KeyStore keys, Standing standing, CancellationToken ct)
    {
        if (await work.QuerySingleOrDefaultAsync<int?>("select 1 from people where person_id = @personId for key share", new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return (null, await PersonView.NotToChangeAsync(work, personId));
        }

        var copy = await OneAsync(personId, key, work, keys, standing, ct);
        List<FileCopy> merged = [];
        foreach (var file in copy.File.MergedFiles)
        {
            if (await keys.GetAsync(file, ct) is { } its)
            {
                merged.Add(await OneAsync(file, its, work, keys, standing, ct));
            }
        }

        work.AuditRecords([personId, .. copy.File.MergedFiles]);
        await work.CommitAsync();
        return (new CopyView(work.Now, standing.Agency(copy.File.AgencyId)?.Name ?? work.Caller.AgencyCode, copy, merged), null);
    }

    private static async Task<FileCopy> OneAsync(Guid personId, RecordKey key, Work work, KeyStore keys, Standing standing, CancellationToken ct)
    {
        var of = new { personId };
        var statuses = await work.QueryAsync<StatusView.Row>($"{StatusView.Select} where person_id = @personId order by recorded_at desc, status_id desc limit 501", of);
        var encounters = await work.QueryAsync<EncounterView.Row>(EncounterView.SelectAll, of);
        var programmes = await work.QueryAsync<ProgrammeAnswers.Row>(ProgrammeAnswers.SelectAll, of);
        var family = await work.QueryAsync<FamilyLinkView.Row>(FamilyLinkView.SelectAll, of);
        var separations = await work.QueryAsync<SeparationView.Row>(SeparationView.Select, of);
        var tracing = await work.QueryAsync<TracingView.Row>(TracingView.SelectAll, of);
        var households = await work.QueryAsync<HouseholdView.Row>(HouseholdView.SelectOfPerson, of);
        var attachments = await work.QueryAsync<AttachmentView.Row>($"{AttachmentView.Select} where person_id = @personId and removed_at is null order by recorded_at desc, attachment_id desc", of);
        var consents = await work.QueryAsync<ConsentView.Row>($"{ConsentView.Select} where person_id = @personId order by given_at desc, consent_id limit 501", of);
        var disclosures = await DisclosureView.NewestAsync(work, personId, Most + 1, standing);
        var transfers = await work.QueryAsync<TransferView.Row>($"{TransferView.Select} where t.person_id = @personId order by t.offered_at desc limit 501", of);
        var opened = await work.QueryAsync<EmergencyAccessView.Row>($"{EmergencyAccessView.Select} where e.person_id = @personId order by e.opened_at desc limit 501", of);
        var requests = await work.QueryAsync<SubjectRequestView.Row>($"{SubjectRequestView.Select} where r.person_id = @personId order by r.recorded_at desc limit 501", of);
        var file = (await PersonView.OpenAsync(await work.QuerySingleOrDefaultAsync<PersonView.Row>($"{PersonView.Select} where p.person_id = @personId", of), work, keys, ct))!;
        return new FileCopy(
            new[] { statuses.Count, encounters.Count, family.Count, separations.Count, households.Count, tracing.Count, consents.Count, disclosures.Count, transfers.Count, opened.Count, requests.Count }.Max() <= Most, file,
            [.. statuses.Take(Most).Select(row => StatusView.Of(row, key))], EncounterView.Of(encounters.Take(Most), key), [.. programmes.Select(row => ProgrammeAnswers.Of(row, key))], [.. family.Take(Most).Select(row => FamilyLinkView.ForPerson(row, key)).OfType<FamilyLinkView>()], SeparationView.Of(separations, key, DateOnly.FromDateTime(work.Now.UtcDateTime)), [.. households.Take(Most).Select(row => new ListHouseholds.Item(row.HouseholdId, HouseholdView.Of(row, key)))], [.. tracing.Take(Most).Select(row => TracingView.ForPerson(row, key))],
            [.. attachments.Select(row => AttachmentView.Of(row, key))], [.. consents.Take(Most).Select(row => ConsentView.Open(row, key))], [.. disclosures.Take(Most)], [.. HoldersIn(disclosures)],
            [.. transfers.Take(Most).Select(row => TransferView.Of(row, row.Note is { } note ? key.Open<string>(TransferView.NoteName, note) : null))],
            [.. opened.Take(Most).Select(row => EmergencyAccessView.Of(row, key))], [.. requests.Take(Most).Select(row => SubjectRequestView.Of(row, key))]);
    }

    // who never read it, or sees an envelope without a name, holds nothing to ask for
    private static IEnumerable<Holder> HoldersIn(IEnumerable<DisclosureView> disclosures) => disclosures
        .Where(disclosure => disclosure.State is not ("never-read" or "sent")).GroupBy(disclosure => (disclosure.RecipientAgencyId, disclosure.Recipient))
        .Select(held => new Holder(held.Key.RecipientAgencyId, held.Key.Recipient, held.Min(disclosure => disclosure.PreparedAt), HowToAsk()));

    private static string HowToAsk() => Texts.In(
        "What this agency noted itself is not here. Ask it directly, or have us ask for you.",
        "ما دوّنته هذه الوكالة بنفسها غير وارد هنا. اسألها مباشرة، أو اطلب منا أن نسأل عنك.",
        "Ce que cette agence a noté elle-même n’est pas ici. Demandez-le-lui, ou demandez-nous de le faire pour vous.");
}
