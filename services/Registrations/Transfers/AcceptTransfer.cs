using FluentValidation;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Registrations.People;

namespace Platform.Registrations.Transfers;

/// <summary>A supervisor of the receiving team takes the case and names its case worker. Who kept it before reads for the days of the handover, changes nothing, and then sees nothing.</summary>
public static class AcceptTransfer
{
    /// <summary>Who has it in hand from now on.</summary>
    /// <param name="Caseworker">Login or id of a member of the receiving team with the role caseworker or supervisor.</param>
    public sealed record Request(string? Caseworker);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Caseworker).NotEmpty().PlainText(200);
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/transfers/{transferId:guid}/acceptance", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(TransferView.RebuildAsync)
            .Produces<TransferView>();

    private static async Task<IResult> HandleAsync(Guid transferId, Body<Request> body, ScopedDatabase database, Standings standings, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await TransferView.Standing.LockAsync(work, transferId) is not { } found)
        {
            return Refusal.NotFound;
        }

        if (!found.Receives)
        {
            return Refusal.Forbidden;
        }

        if ((body.Refuses(new Rules()) ?? found.RefusesDecided) is { } refusal)
        {
            return refusal;
        }

        var caseworker = standings.Current.Members.FirstOrDefault(member => member.AgencyId == work.Caller.Agency
            && (member.Name == body.Value.Caseworker || member.MemberId.ToString() == body.Value.Caseworker));
        if (caseworker is not { Active: true } || !caseworker.TeamIds.Contains(found.ToTeamId) || !caseworker.Roles.Any(role => role is "caseworker" or "supervisor"))
        {
            return Refusal.Field("$.caseworker", Texts.In("No case worker of that team.", "ليس أخصائي حالة في ذلك الفريق.", "Aucun gestionnaire de cas de cette équipe."));
        }

        var version = await work.QuerySingleOrDefaultAsync<int>(TakeOver, new { transferId, caseworkerId = caseworker.MemberId });
        foreach (var file in (IReadOnlyList<MovedFile>)[new(found.PersonId, version), .. await work.QueryAsync<MovedFile>(CarryAlong, new { found.PersonId })])
        {
            work.Publish(new PersonChanged { SubjectId = file.Person, SubjectVersion = file.AtVersion, OccurredAt = work.Now, AgencyId = found.AgencyId });
            work.Publish(new CaseTransferred
            {
                SubjectId = file.Person,
                SubjectVersion = file.AtVersion,
                OccurredAt = work.Now,
                AgencyId = found.AgencyId,
                TransferId = transferId,
                ToTeamId = found.ToTeamId,
                CaseworkerId = caseworker.MemberId,
                HandoverUntil = work.Now.AddDays(found.HandoverDays),
            });
        }

        var row = await work.CommitAsync<TransferView.Row>(TransferView.SelectOne, new { transferId });
        return Results.Ok(await TransferView.OpenAsync(row, work, ct));
    }

    // all of it in one function of the database: whose case it is changes for people who see nothing of it yet
    private const string TakeOver = "select take_over(@transferId, @caseworkerId)";

    private const string CarryAlong = "select person, at_version from carry_along(@personId)";
}
