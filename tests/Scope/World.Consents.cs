using System.Globalization;

namespace Platform.Scope.Tests;

/// <content>What people agree to, and what is handed over on it.</content>
public sealed partial class World
{
    private async Task ConsentAsync(Plan.PlannedConsent planned)
    {
        if (Of(People, planned.Person) is not { } person || KeeperOf(person) is not { } keeper
            || Of([.. Agencies.Where(agency => agency.HoldsCases && agency != person.Agency)], planned.Recipient) is not { } recipient) return;

        var until = Today.AddDays(planned.Days);
        if (Consents.Any(other => other.Person == person && other.Recipient == recipient && other.Until == until)) return;   // which of two alike is relied on is nobody's business

        var id = await As(keeper).ConsentAsync(person.Id, recipient.Id, consent =>
        {
            consent["purpose"] = planned.Purpose;
            consent["witnessedBy"] = Narrative;
            consent["packages"] = new JsonArray([.. planned.Packages.Select(package => (JsonNode)package)]);
            consent["expiresOn"] = until.ToString("O", CultureInfo.InvariantCulture);
        });
        var consent = new Consent(id, person, recipient, planned.Purpose, planned.Packages, until);
        Consents.Add(consent);
        if (planned.Withdrawn) await WithdrawAsync(consent);
    }

    /// <summary>An export of one person, where who keeps the file may; approved by who may of the first ones, in two of three.</summary>
    private async Task ExportAsync(Consent on)
    {
        var model = new ReferenceModel(this);
        if (KeeperOf(on.Person) is not { } asker) return;

        var answer = await As(asker).PostAsync("/api/exports", new
        {
            people = (Guid[])[on.Person.Id],
            packages = on.Packages,
            recipientAgencyId = on.Recipient.Id,
            purpose = on.Purpose,
            reason = Narrative,
            hours = 72,
        });
        if (!model.Exports(asker.Agency) || !model.MayExport(asker.Agency, on))
        {
            answer.Expect(model.Exports(asker.Agency) ? 400 : 403);
            return;
        }

        var export = new Export(answer.Expect(201)["exportId"]!.GetValue<Guid>(), asker, on, Today);
        Exports.Add(export);
        var supervisor = Members.Find(member => member.Agency == asker.Agency && member != asker && member.Is("supervisor"));
        var officer = Members.Find(member => member.Agency == asker.Agency && member != asker && member != supervisor && member.Is("protection-officer"));
        foreach (var approver in new[] { supervisor, officer }.OfType<Member>().Take(Exports.Count % 3))
        {
            var approved = (await As(approver).PostAsync($"/api/exports/{export.Id}/approval", new { })).Expect(200);
            export.State = approved["state"]!.GetValue<string>();
            export.ApprovedBy = (approved["approvedBySupervisor"]?.GetValue<Guid>(), approved["approvedByOfficer"]?.GetValue<Guid>());
        }
    }

    private async Task WithdrawAsync(Consent consent)
    {
        (await As(KeeperOf(consent.Person)!).DeleteAsync($"/api/people/{consent.Person.Id}/consents/{consent.Id}")).Expect(204);
        consent.Withdrawn = true;
        foreach (var referral in Referrals.Where(referral => !referral.Ended && referral.Consents.Contains(consent)))
        {
            End(referral, "consent-withdrawn");
            await Eventually.TrueAsync(async () => (await StatusOfAsync(referral)) == "revoked");
        }
    }
}
