using FluentValidation;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.SubjectRequests;

/// <summary>Who keeps the file would refuse a request, and says why. It is not refused until a second person has confirmed it, and its clock runs on.</summary>
public static class ProposeRefusal
{
    /// <summary>Why.</summary>
    /// <param name="ReasonCode">identity-not-proved, rights-of-others, vital-interest, legal-obligation, unfounded or repeated.</param>
    /// <param name="Answer">What the person would be told. Sealed.</param>
    public sealed record Request(string? ReasonCode, string? Answer);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(refusal => refusal.ReasonCode).NotEmpty()
                .CodeOf(code => code is "identity-not-proved" or "rights-of-others" or "vital-interest" or "legal-obligation" or "unfounded" or "repeated");
            RuleFor(refusal => refusal.Answer).PlainText(2000);
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/requests/{requestId:guid}/refusal", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(SubjectRequestView.RebuildAsync)
            .Produces<SubjectRequestView>();

    private static async Task<IResult> HandleAsync(Guid requestId, Body<Request> body, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await SubjectRequestView.Standing.LockAsync(work, requestId) is not { } found || await keys.GetAsync(found.PersonId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        if (!found.Keeps)
        {
            return Refusal.Forbidden;
        }

        if (body.Refuses(new Rules()) is { } refusal)
        {
            return refusal;
        }

        if (found.State != "received")
        {
            return Refusal.WrongState(found.State);
        }

        work.Update(Propose, new { requestId, body.Value.ReasonCode });
        work.Update(AnswerSubjectRequest.KeepAnswer, new { requestId, answer = body.Value.Answer is { Length: > 0 } text ? key.Seal(SubjectRequestView.AnswerName, text) : null });
        work.AuditRecords([requestId, found.PersonId]);
        var row = await work.CommitAsync<SubjectRequestView.Row>(SubjectRequestView.SelectOne, new { requestId });
        return Results.Ok(SubjectRequestView.Of(row!, key));
    }

    private const string Propose = """
        update subject_requests set state = 'refusal-proposed', reason_code = @reasonCode, proposed_by = access.caller(), version = version + 1 where request_id = @requestId
        """;
}
