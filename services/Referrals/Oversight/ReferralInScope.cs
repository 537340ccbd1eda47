using Platform.Access;
using Platform.Hosting;

namespace Platform.Referrals.Oversight;

/// <summary>What the policies show of a referral to who asks, and which of grant, state, consent, agreement and approval decides.</summary>
internal static class ReferralInScope
{
    private sealed record Row(
        string Status, string Basis, bool Approved, string PacketState, Guid[] ConsentIds, DateOnly? ConsentUntil, DateOnly Today, bool Received, Guid? Agreement, DateOnly? AgreementUntil,
        bool Person, bool Envelope, bool Packet, bool BasisReason);

    /// <summary>Looks, with the tables that the referral's own routes read.</summary>
    public static async Task<Shown> LookAsync(Work work, Guid record)
    {
        if (await work.QuerySingleOrDefaultAsync<Row>(Select, new { record }) is not { } row)
        {
            return new Shown([], false);
        }

        var moves = await work.QuerySingleOrDefaultAsync<int?>(Lock, new { record }) is not null;
        return new Shown(
            [.. new (string Name, bool Read)[] { ("referral", true), ("person", row.Person), ("envelope", row.Envelope), ("packet", row.Packet), ("basis-reason", row.BasisReason) }
                .Where(part => part.Read).Select(part => part.Name)],
            moves, new StandsOn(row.Status, row.Basis, row.Approved, row.ConsentIds, row.ConsentUntil, row.Agreement, row.AgreementUntil),
            row.Received ? OfReceiver(row) : null);   // what the sender's side reads stands on its grant alone
    }

    private static Reason OfReceiver(Row row)
    {
        var (last, decides) = row.ConsentUntil is { } consented && !(row.AgreementUntil < consented) ? (consented, "consent") : (row.AgreementUntil, "agreement");
        var until = last is { } day && day < DateOnly.MaxValue ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : (DateTimeOffset?)null;
        return row switch
        {
            { Packet: true } => new(decides, until, decides == "consent"
                ? Texts.In("The packet is read since acceptance, up to the last day of the consent.", "تُقرأ الحزمة منذ القبول وحتى اليوم الأخير من الموافقة.", "Le dossier transmis se lit depuis l'acceptation, jusqu'au dernier jour du consentement.") + Explanations.Ends(until)
                : Texts.In("The packet is read since acceptance, up to the last day of the agreement.", "تُقرأ الحزمة منذ القبول وحتى اليوم الأخير من الاتفاق.", "Le dossier transmis se lit depuis l'acceptation, jusqu'au dernier jour de l'accord.") + Explanations.Ends(until)),
            { Status: not ("sent" or "acknowledged" or "accepted") } => new("state", null, Texts.In(
                "The referral has ended; nothing of the person is read any more.", "انتهت الإحالة؛ لم يعد شيء عن الشخص يُقرأ.", "L'orientation a pris fin ; plus rien de la personne ne se lit.")),
            { ConsentUntil: { } passed } when passed < row.Today => new("consent", until, Texts.In(
                "The last day of the consent has passed; nothing of the person is read any more.", "انقضى اليوم الأخير من الموافقة؛ لم يعد شيء عن الشخص يُقرأ.", "Le dernier jour du consentement est passé ; plus rien de la personne ne se lit.")),
            { Agreement: null } => new("agreement", null, Texts.In(
                "No agreement in force carries the referral; nothing of the person is read.", "لا يوجد اتفاق سارٍ تستند إليه الإحالة؛ لا شيء عن الشخص يُقرأ.", "Aucun accord en vigueur ne porte l'orientation ; rien de la personne ne se lit.")),
            { Status: not "accepted" } => new("state", until, Texts.In(
                "Before acceptance the envelope is read and nothing more.", "قبل القبول يُقرأ الغلاف ولا شيء غيره.", "Avant l'acceptation se lit l'enveloppe et rien de plus.") + Explanations.Ends(until)),
            { Basis: not "consent", Approved: false } => new("approval", until, Texts.In(
                "The packet waits for the approval of a second person of the sender.", "تنتظر الحزمة موافقة شخص ثانٍ من الجهة المرسلة.", "Le dossier transmis attend l'approbation d'une deuxième personne de l'expéditeur.") + Explanations.Ends(until)),
            _ => new("packet", until, Texts.In(
                "The packet is not there yet.", "الحزمة ليست موجودة بعد.", "Le dossier transmis n'est pas encore là.") + Explanations.Ends(until)),
        };
    }

    // the agreement by the words of the policies: of several the one that lasts longest
    private const string Select = """
        select r.status, r.basis, r.approved_at is not null as approved, r.packet_state, r.consent_ids, r.consent_until, access.day() as today,
               r.to_agency_id = access.agency() as received, a.agreement, a.valid_until as agreement_until,
               exists (select 1 from referral_people p where p.referral_id = r.referral_id) as person,
               exists (select 1 from referral_envelopes e where e.referral_id = r.referral_id) as envelope,
               exists (select 1 from referral_packets p where p.referral_id = r.referral_id) as packet,
               exists (select 1 from referral_bases b where b.referral_id = r.referral_id) as basis_reason
          from referrals r
          left join lateral (
               select a.agreement, a.valid_until from access.agreed a
                where a.from_agency = r.from_agency_id and a.to_agency = r.to_agency_id and 'service-referral' = any (a.purposes) and r.packages <@ a.packages
                  and access.day() between a.valid_from and a.valid_until
                  and exists (select 1 from unnest(a.area_codes) as area where area = '*' or starts_with(r.area_code, area))
                order by a.valid_until desc limit 1) a on true
         where r.referral_id = @record
        """;

    // what may be locked may be moved: the policies of an update decide on it, and the lightest lock waits for nobody but a move in its last moment
    private const string Lock = "select 1 from referrals where referral_id = @record for key share";
}
