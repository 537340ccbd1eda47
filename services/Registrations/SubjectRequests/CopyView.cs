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

/// <summary>Everything that is held here about a person and that who keeps the file may see, for the person; and who else holds something, and how to ask them.</summary>
/// <param name="MadeAt">As it was then.</param>
/// <param name="Keeper">The agency that keeps the file.</param>
/// <param name="IsComplete">False where of something only the newest 500 are told.</param>
/// <param name="File">Identity and contact.</param>
/// <param name="Statuses">What the person was said to be, what has ended included.</param>
/// <param name="Encounters">When the person was met or spoken to, and what was written before it was corrected.</param>
/// <param name="Programmes">What programmes of the agency asked, and what was answered.</param>
/// <param name="Family">Who was said to be what to the person; nothing of harm that was alleged, and of what stands in another one's file the relationship alone.</param>
/// <param name="Separation">Whether a child is alone or with whom, as it was said last and before.</param>
/// <param name="Households">The households they are and were of; not who else is.</param>
/// <param name="Tracing">How their family was looked for.</param>
/// <param name="Attachments">What is attached to the file.</param>
/// <param name="Consents">What was agreed to, taken back included.</param>
/// <param name="Disclosures">To whom something was handed over, by reference.</param>
/// <param name="Others">Agencies that may hold something of it.</param>
/// <param name="Transfers">How the case went from team to team.</param>
/// <param name="Opened">When somebody opened the file in an emergency.</param>
/// <param name="Requests">What the person asked before.</param>
/// <param name="Merged">The same of each file that was merged into this one.</param>
public sealed record CopyView(
    DateTimeOffset MadeAt, string Keeper, bool IsComplete, PersonView File, IReadOnlyList<StatusView> Statuses, IReadOnlyList<EncounterView> Encounters, IReadOnlyList<ProgrammeAnswers> Programmes, IReadOnlyList<FamilyLinkView> Family, SeparationView? Separation, IReadOnlyList<ListHouseholds.Item> Households, IReadOnlyList<TracingView> Tracing, IReadOnlyList<AttachmentView> Attachments,
    IReadOnlyList<ConsentView> Consents, IReadOnlyList<DisclosureView> Disclosures, IReadOnlyList<CopyView.Holder> Others,
    IReadOnlyList<TransferView> Transfers, IReadOnlyList<EmergencyAccessView> Opened, IReadOnlyList<SubjectRequestView> Requests, IReadOnlyList<CopyView> Merged)
{
    private const int Most = 500;

    /// <summary>An agency that was handed something, as far as it is known whether it could read it.</summary>
    /// <param name="AgencyId">Its id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Since">The first time.</param>
    /// <param name="HowToAsk">A sentence for the person.</param>
    public sealed record Holder(Guid AgencyId, string Name, DateTimeOffset Since, string HowToAsk);

    /// <summary>Made and entered in the audit; or why there is none. Only who keeps the file makes one: who reads it in a handover or an emergency does not.</summary>
    internal static async Task<(CopyView? Copy, Refusal? Refusal)> MakeAsync(Guid personId, Work work, KeyStore keys, Standing standing, CancellationToken ct)
    {
        if (await work.QuerySingleOrDefaultAsync<int?>("select 1 from people where person_id = @personId for key share", new { personId }) is null || await keys.GetAsync(personId, ct) is not { } key)
        {
            return (null, await PersonView.NotToChangeAsync(work, personId));
        }

        var copy = await OneAsync(personId, key, work, keys, standing, ct);
        List<CopyView> merged = [];
        foreach (var file in copy.File.MergedFiles)
        {
            if (await keys.GetAsync(file, ct) is { } its)
            {
                merged.Add(await OneAsync(file, its, work, keys, standing, ct));
            }
        }

        work.AuditRecords([personId, .. copy.File.MergedFiles]);
        await work.CommitAsync();
        return (copy with { Merged = merged }, null);
    }

    private static async Task<CopyView> OneAsync(Guid personId, RecordKey key, Work work, KeyStore keys, Standing standing, CancellationToken ct)
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
        return new CopyView(
            work.Now, standing.Agency(file.AgencyId)?.Name ?? work.Caller.AgencyCode,
            new[] { statuses.Count, encounters.Count, family.Count, separations.Count, households.Count, tracing.Count, consents.Count, disclosures.Count, transfers.Count, opened.Count, requests.Count }.Max() <= Most, file,
            [.. statuses.Take(Most).Select(row => StatusView.Of(row, key))], EncounterView.Of(encounters.Take(Most), key), [.. programmes.Select(row => ProgrammeAnswers.Of(row, key))], [.. family.Take(Most).Select(row => FamilyLinkView.ForPerson(row, key)).OfType<FamilyLinkView>()], SeparationView.Of(separations, key, DateOnly.FromDateTime(work.Now.UtcDateTime)), [.. households.Take(Most).Select(row => new ListHouseholds.Item(row.HouseholdId, HouseholdView.Of(row, key)))], [.. tracing.Take(Most).Select(row => TracingView.ForPerson(row, key))],
            [.. attachments.Select(row => AttachmentView.Of(row, key))], [.. consents.Take(Most).Select(row => ConsentView.Open(row, key))], [.. disclosures.Take(Most)], [.. HoldersIn(disclosures)],
            [.. transfers.Take(Most).Select(row => TransferView.Of(row, row.Note is { } note ? key.Open<string>(TransferView.NoteName, note) : null))],
            [.. opened.Take(Most).Select(row => EmergencyAccessView.Of(row, key))], [.. requests.Take(Most).Select(row => SubjectRequestView.Of(row, key))], []);
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
