using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Contracts.Referrals.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>An agency refers a person to another. The packet is a snapshot taken now; the receiver sees the envelope and nothing more.</summary>
public static class SubmitReferral
{
    /// <summary>The referral.</summary>
    /// <param name="PersonId">Whom; a person whose case the caller keeps.</param>
    /// <param name="ToAgencyId">An agency that offers the service and accepts referrals for it.</param>
    /// <param name="ServiceCode">Code of service.csv.</param>
    /// <param name="Priority">emergency, urgent or normal; decides the clocks.</param>
    /// <param name="AreaCode">adm3 P-code where the service is needed.</param>
    /// <param name="Reason">For the packet: the receiver reads it after accepting.</param>
    /// <param name="Packages">identity, contact.</param>
    /// <param name="ReceiverPhoned">For an emergency: the receiver was also phoned.</param>
    /// <param name="Basis">consent (the default), or for an emergency vital-interest.</param>
    /// <param name="BasisReason">Why without consent; for the packet and the person who approves.</param>
    /// <param name="Envelope">For an emergency on vital-interest: who it is about, should Registrations not answer.</param>
    public sealed record Request(
        Guid? PersonId, Guid? ToAgencyId, string? ServiceCode, string? Priority, string? AreaCode, string? Reason, IReadOnlyList<string>? Packages,
        bool? ReceiverPhoned, string? Basis, string? BasisReason, OwnEnvelope? Envelope);

    /// <summary>An envelope the sender fills in by hand.</summary>
    public sealed record OwnEnvelope(string? Sex, string? AgeBand, string? Adm2);

    private sealed record Meanwhile(bool Withdrawn, bool Transferred, bool Erased);

    private sealed class Rules : AbstractValidator<Request>
    {
        private static readonly HashSet<string> Available = new(StringComparer.Ordinal) { "identity", "contact" };

        public Rules()
        {
            RuleFor(referral => referral.PersonId).NotEmpty();
            RuleFor(referral => referral.ToAgencyId).NotEmpty();
            RuleFor(referral => referral.ServiceCode).NotEmpty().CodeOf(CodeList.Services.Contains);
            RuleFor(referral => referral.Priority).NotEmpty().CodeOf(CodeList.Priorities.Contains);
            RuleFor(referral => referral.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
            RuleFor(referral => referral.Reason).NotEmpty().PlainText(4000);
            RuleFor(referral => referral.Packages).CodesOf(Available.Contains, most: 2);
            RuleFor(referral => referral.Basis).CodeOf(basis => basis is "consent" or "vital-interest");
            RuleFor(referral => referral.Basis).Must((referral, basis) => basis != "vital-interest" || referral.Priority == "emergency")
                .WithMessage(_ => Texts.In("Only an emergency may rest on vital interest.", "حالات الطوارئ وحدها تستند إلى المصلحة الحيوية.", "Seule une urgence peut reposer sur l'intérêt vital."));
            RuleFor(referral => referral.ReceiverPhoned).Must((referral, phoned) => phoned is not true || referral.Priority == "emergency")
                .WithMessage(_ => Texts.In("Only an emergency is also phoned.", "حالات الطوارئ وحدها يُتصل بشأنها هاتفياً أيضاً.", "Seule une urgence est aussi annoncée par téléphone."));
            RuleFor(referral => referral.BasisReason).PlainText(2000);
            RuleFor(referral => referral.BasisReason).NotEmpty().When(referral => referral.Basis == "vital-interest");
            RuleFor(referral => referral.Envelope!.Sex).NotEmpty().CodeOf(CodeList.Sexes.Contains).When(referral => referral.Envelope is not null);
            RuleFor(referral => referral.Envelope!.AgeBand).NotEmpty().CodeOf(CodeList.AgeBands.Contains).When(referral => referral.Envelope is not null);
            RuleFor(referral => referral.Envelope!.Adm2).NotEmpty().CodeOf(CodeList.Adm2.Contains).When(referral => referral.Envelope is not null);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/referrals", HandleAsync).RequireAuthorization(Policies.SendReferrals).Audited(DataClass.Envelope)
            .Idempotent(ReferralView.RebuildAsync).Produces<ReferralView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Body<Request> body, ScopedDatabase database, KeyStore keys, PersonAuthority authority, Standings standings, TimeProvider clock, CancellationToken ct)
    {
        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var asked = body.Value;
        var (personId, to) = (asked.PersonId!.Value, asked.ToAgencyId!.Value);
        if (to == database.Caller.Agency || standings.Current.Agency(to) is not { Active: true, HoldsCases: true })
        {
            return Refusal.Field("$.toAgencyId", Texts.In("No other agency that can receive referrals.", "ليست وكالة أخرى يمكنها تلقي الإحالات.", "Aucune autre agence pouvant recevoir des orientations."));
        }

        var referralId = Guid.CreateVersion7();
        var basis = asked.Basis ?? "consent";
        if (standings.Current.AgreementFor(database.Caller.Agency, to, "service-referral", asked.Packages!, asked.AreaCode!, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is null)
        {
            return new Refusal(400, "agreement-missing", members: new Dictionary<string, object>
            {
                ["errors"] = new Dictionary<string, string[]>
                {
                    ["$.toAgencyId"] = [Texts.In(
                        "No agreement in force lets this agency receive these packages in this area.", "لا يوجد اتفاق سارٍ يسمح لهذه الوكالة بتلقي هذه الحزم في هذه المنطقة.",
                        "Aucun accord en vigueur ne permet à cette agence de recevoir ces données dans cette zone.")],
                },
            });
        }

        // what is handed over is in its owner's ledger for ever: not for a repeat, nor for whom nobody would take
        await using (var look = await database.BeginAsync(ct))
        {
            await look.RefuseRepeatAsync();
            if (await look.QuerySingleOrDefaultAsync<bool>(Offers, new { to, asked.ServiceCode, asked.AreaCode }) is false)
            {
                return Refusal.Field("$.serviceCode", Texts.In(
                    "That agency does not take referrals for this service in this area now.", "لا تقبل تلك الوكالة إحالات لهذه الخدمة في هذه المنطقة الآن.",
                    "Cette agence ne prend pas d'orientations pour ce service dans cette zone actuellement."));
            }
        }

        var (handed, no) = await authority.HandOverAsync(new PersonAuthority.Ask(personId, "service-referral", asked.Packages!, to, asked.AreaCode!, referralId, basis), ct);
        var envelope = handed?.Outline;
        if (no is not null && !(no.StatusCode == 503 && basis == "vital-interest" && (envelope = Own(asked.Envelope)) is not null))
        {
            return no;
        }

        await using var work = await database.BeginAsync(ct);
        work.LockFirst(Grantee.Number(personId));
        var consents = handed?.ConsentIds.ToArray() ?? [];
        var meanwhile = await work.QuerySingleOrDefaultAsync<Meanwhile>(WhatChanged, new { consents, subjectLock = Grantee.Number(personId), personVersion = handed?.PersonVersion });
        if (meanwhile!.Erased)
        {
            return Refusal.NotFound;
        }

        if (meanwhile.Transferred)
        {
            return Refusal.Forbidden;   // the authority says from now on whether they may at least read
        }

        if (meanwhile.Withdrawn)
        {
            return new Refusal(400, "consent-missing", members: new Dictionary<string, object>
            {
                ["errors"] = new Dictionary<string, string[]> { ["$.packages"] = [Texts.In("The person has withdrawn consent.", "سحب الشخص موافقته.", "La personne a retiré son consentement.")] },
            });
        }

        var key = await keys.CreateAsync(referralId, ct);
        var (acknowledgeBy, respondBy) = Deadlines.Of(asked.Priority!, work.Now);
        work.Answers(StatusCodes.Status201Created, referralId);
        work.Update(InsertReferral, new
        {
            referralId,
            to,
            asked.ServiceCode,
            asked.AreaCode,
            asked.Priority,
            basis,
            packages = asked.Packages!.ToArray(),
            consents,
            consentUntil = handed?.ConsentUntil,
            subjectLock = Grantee.Number(personId),
            receiverPhoned = asked.ReceiverPhoned ?? false,
            packetState = handed is null ? "pending" : "held",
            personVersion = handed?.PersonVersion,
            acknowledgeBy,
            respondBy,
        });
        work.Execute(GiveToSender, new { referralId, grantee = work.Caller.Subject, because = "ownership" });
        work.Execute(GiveToSender, new { referralId, grantee = Grantee.Desk(work.Caller.Agency, "focal-point"), because = "oversight" });
        foreach (var team in work.Caller.Teams.Take(1))
        {
            work.Execute(GiveToSender, new { referralId, grantee = Grantee.Desk(team, "supervisor"), because = "supervision" });
        }

        if (basis == "vital-interest")
        {
            // who may approve it, besides supervisors and focal points
            work.Execute(GiveToSender, new { referralId, grantee = Grantee.Desk(work.Caller.Agency, "protection-officer"), because = "oversight" });
            work.Update(InsertBasis, new { referralId, why = key.Seal("basis", asked.BasisReason!) });
            work.Tell(referralId, "approval-awaited", [.. Approvers(work.Caller)]);
        }

        work.Execute(GiveToReceiver, new { referralId, grantee = Grantee.Desk(to, "focal-point") });
        work.Tell(referralId, Grantee.Desk(to, "focal-point"), "sent");
        work.Update(InsertPerson, new { referralId, personId });
        work.Update(InsertEnvelope, new { referralId, subject = Grantee.RandomId(), envelope!.Sex, envelope.AgeBand, envelope.Adm2 });
        work.Update(InsertPacket, new { referralId, packet = key.Seal(Packet.Name, new Packet(Words(asked), handed?.Identity, handed?.Contact)) });
        if (handed is null)
        {
            work.Execute(PendingPackets.Lend, new { referralId, token = key.Seal(PendingPackets.Token, await authority.CallersTokenAsync()) });
        }

        work.Execute(InsertConsents, new { referralId, consents });
        work.Execute(StartClocks, new { referralId, acknowledgeBy, respondBy });
        work.Remember(referralId, 1, "sent");
        work.Publish(new ReferralSent
        {
            SubjectId = referralId,
            SubjectVersion = 1,
            OccurredAt = work.Now,
            FromAgencyId = work.Caller.Agency,
            ToAgencyId = to,
            Priority = asked.Priority!,
            AcknowledgeBy = acknowledgeBy,
            RespondBy = respondBy,
        });
        var row = await work.CommitAsync<ReferralView.Row>(ReferralView.SelectOne, new { referralId });
        return Results.Created($"/api/referrals/{referralId}", await ReferralView.OpenAsync(row, work, ct));
    }

    private static PersonAuthority.Outline? Own(OwnEnvelope? own) => own is null ? null : new PersonAuthority.Outline(own.Sex!, own.AgeBand!, own.Adm2!);

    private static IEnumerable<Guid> Approvers(Caller sender) =>
        sender.Teams.Take(1).Select(team => Grantee.Desk(team, "supervisor"))
            .Append(Grantee.Desk(sender.Agency, "focal-point")).Append(Grantee.Desk(sender.Agency, "protection-officer"));

    private static string Words(Request asked) => asked.BasisReason is null ? asked.Reason! : $"{asked.Reason}\n\n{asked.BasisReason}";

    private const string Offers = """
        select exists (select 1 from services_offered
                        where agency_id = @to and service_code = @serviceCode and accepts_referrals and coalesce(capacity, 1) > 0
                          and exists (select 1 from unnest(area_codes) as area where area = '*' or starts_with(@areaCode, area)))
        """;

    // what was heard of since the authority answered
    private const string WhatChanged = """
        select exists (select 1 from withdrawn_consents where consent_id = any (@consents)) as withdrawn,
               exists (select 1 from case_transfers where subject_lock = @subjectLock and version > @personVersion) as transferred,
               exists (select 1 from erased_people where subject_lock = @subjectLock) as erased
        """;

    // a contact made unsafe after the packet was fetched, and heard of before this, is marked from the start
    private const string InsertReferral = """
        insert into referrals (referral_id, from_agency_id, to_agency_id, sent_by, service_code, area_code, priority, status, basis, packages, consent_ids,
                               consent_until, subject_lock, receiver_phoned, packet_state, sent_at, acknowledge_by, respond_by, person_version, contact_unsafe_since)
        values (@referralId, access.agency(), @to, access.caller(), @serviceCode, @areaCode, @priority, 'sent', @basis, @packages, @consents,
                @consentUntil, @subjectLock, @receiverPhoned, @packetState, access.now(), @acknowledgeBy, @respondBy, @personVersion,
                (select since from unsafe_contacts where subject_lock = @subjectLock and version > @personVersion and 'contact' = any (@packages)))
        """;

    private const string GiveToSender = """
        select access.give(@referralId, @grantee, @because, '{sent}', null, 'sent', access.now(), 'sent')
        """;

    // for good: what the receiver reads of the person ends by the policies, and by itself with the last day of the consent
    private const string GiveToReceiver = """
        select access.give(@referralId, @grantee, 'referral', '{received}', null, 'inbox', access.now(), 'sent')
        """;

    private const string InsertBasis = "insert into referral_bases (referral_id, sealed) values (@referralId, @why)";

    private const string InsertPerson = "insert into referral_people (referral_id, person_id) values (@referralId, @personId)";

    private const string InsertEnvelope = """
        insert into referral_envelopes (referral_id, subject, sex, age_band, adm2) values (@referralId, @subject, @sex, @ageBand, @adm2)
        """;

    private const string InsertPacket = "insert into referral_packets (referral_id, sealed) values (@referralId, @packet)";

    private const string InsertConsents = "insert into referral_consents (consent_id, referral_id) select unnest(@consents), @referralId";

    private const string StartClocks = """
        insert into referral_clocks (referral_id, clock, started_at, due_at, next_at)
        values (@referralId, 'acknowledge', access.now(), @acknowledgeBy, @acknowledgeBy), (@referralId, 'decide', access.now(), @respondBy, @respondBy)
        """;
}
