using FluentValidation;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Transfers;

/// <summary>Who keeps a case offers it to another team of the agency, whose supervisors decide. Until then nothing changes.</summary>
public static class OfferTransfer
{
    private const int LongestHandoverInDays = 30;

    /// <summary>The offer.</summary>
    /// <param name="Team">Code or id of another team of the caller's agency, with a supervisor who can decide.</param>
    /// <param name="ReasonCode">person-moved, workload, specialised-service, family-unity, staff-change or safety.</param>
    /// <param name="Note">For the team that takes the case: it reads this with the file, after accepting.</param>
    /// <param name="HandoverDays">For so many days after acceptance, 0 to 30, who keeps the case now may still read it; 0 without it.</param>
    public sealed record Request(string? Team, string? ReasonCode, string? Note, int? HandoverDays);

    private sealed record Held(Guid? TeamId, Guid CaseworkerId, string AreaCode, string Setting, byte[] Identity);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Team).NotEmpty().PlainText(200);
            RuleFor(request => request.ReasonCode).CodeOf(code => code is "person-moved" or "workload" or "specialised-service" or "family-unity" or "staff-change" or "safety");
            RuleFor(request => request.Note).PlainText(2000);
            RuleFor(request => request.HandoverDays).Must(days => days is null or (>= 0 and <= LongestHandoverInDays))
                .WithMessage(_ => Texts.In($"0 to {LongestHandoverInDays}.", $"من 0 إلى {LongestHandoverInDays}.", $"De 0 à {LongestHandoverInDays}."));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/transfers", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Envelope).Idempotent(TransferView.RebuildAsync)
            .Produces<TransferView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(Guid personId, Body<Request> body, ScopedDatabase database, KeyStore keys, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Held>(Lock, new { personId }) is not { } held || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        var (offer, standing) = (body.Value, standings.Current);
        var team = standing.Teams.FirstOrDefault(team => team.AgencyId == work.Caller.Agency && (team.Code == offer.Team || team.TeamId.ToString() == offer.Team));
        if (team is null or { Evacuated: true } || team.TeamId == held.TeamId)
        {
            return Refusal.Field("$.team", Texts.In("No other team of your agency.", "ليس فريقاً آخر في وكالتك.", "Aucune autre équipe de votre agence."));
        }

        if (!standing.Members.Any(member => member.Active && member.AgencyId == team.AgencyId && member.TeamIds.Contains(team.TeamId) && member.Roles.Contains("supervisor")))
        {
            return Refusal.Field("$.team", Texts.In("That team has no supervisor who could accept.", "ليس في ذلك الفريق مشرف يمكنه القبول.", "Cette équipe n'a pas de superviseur pour accepter."));
        }

        if (await work.QuerySingleOrDefaultAsync<bool>(Open, new { personId }))
        {
            return new Refusal(409, "transfer-open");
        }

        var (transferId, identity) = (Guid.CreateVersion7(), key.Open<Identity>(Identity.Package, held.Identity));
        work.Answers(StatusCodes.Status201Created, transferId);
        work.Execute(Give, new { transferId, grantee = work.Caller.Subject, because = "ownership" });
        if (held.CaseworkerId != work.Caller.Subject)
        {
            work.Execute(Give, new { transferId, grantee = held.CaseworkerId, because = "assignment" });
        }

        if (held.TeamId is { } from)
        {
            work.Execute(Give, new { transferId, grantee = Grantee.Desk(from, "supervisor"), because = "oversight" });
        }

        var toDesk = Grantee.Desk(team.TeamId, "supervisor");
        work.Execute(Give, new { transferId, grantee = toDesk, because = "transfer" });
        work.Update(Insert, new { transferId, personId, fromTeamId = held.TeamId, toTeamId = team.TeamId, toDesk, offer.ReasonCode, handoverDays = offer.HandoverDays ?? 0 });
        work.Update(InsertOutline, new
        {
            transferId,
            identity.Sex,
            ageBand = identity.AgeBandOn(DateOnly.FromDateTime(work.Now.UtcDateTime)),
            adm2 = Pcode.Adm2Of(held.AreaCode),
            held.Setting,
        });
        if (offer.Note is { Length: > 0 } note)
        {
            work.Update(InsertNote, new { transferId, note = key.Seal(TransferView.NoteName, note) });
        }

        var row = await work.CommitAsync<TransferView.Row>(TransferView.SelectOne, new { transferId });
        return Results.Created($"/api/transfers/{transferId}", await TransferView.OpenAsync(row, work, ct));
    }

    private const string Lock = """
        select p.team_id, p.caseworker_id, p.area_code, p.setting, i.sealed as identity
          from people p join person_identities i on i.person_id = p.person_id
         where p.person_id = @personId
           for update of p
        """;

    // after the file is locked: an offer made meanwhile shows
    internal const string Open = "select transfer_open(@personId)";

    private const string Give = "select access.give(@transferId, @grantee, @because, '{transfer}', null, 'transfers', access.now(), 'offered')";

    private const string Insert = """
        insert into transfers (transfer_id, agency_id, person_id, from_team_id, to_team_id, to_desk, offered_by, reason_code, handover_days, status, offered_at)
        values (@transferId, access.agency(), @personId, @fromTeamId, @toTeamId, @toDesk, access.caller(), @reasonCode, @handoverDays, 'offered', access.now())
        """;

    private const string InsertOutline = """
        insert into transfer_outlines (transfer_id, sex, age_band, adm2, setting) values (@transferId, @sex, @ageBand, @adm2, @setting)
        """;

    private const string InsertNote = "insert into transfer_notes (transfer_id, sealed) values (@transferId, @note)";
}
