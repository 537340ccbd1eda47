using FluentValidation;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.SubjectRequests;

/// <summary>
/// Who keeps the file answers: the person has been given the copy, the file has been put right, the objection is heeded. Whoever holds an older copy of what
/// was put right hears that it is outdated.
/// </summary>
public static class AnswerSubjectRequest
{
    /// <summary>The answer.</summary>
    /// <param name="Answer">What the person is told. Sealed.</param>
    /// <param name="VersionBefore">Of a correction: the version of the file that was wrong.</param>
    /// <param name="VersionAfter">Of a correction: the version from which it is right; the change itself is made on the file.</param>
    public sealed record Request(string? Answer, int? VersionBefore, int? VersionAfter);

    private sealed record File(int Version, int IdentityVersion, int ContactVersion);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(bool isCorrection)
        {
            RuleFor(answer => answer.Answer).PlainText(2000);
            if (isCorrection)
            {
                RuleFor(answer => answer.VersionBefore).NotNull().GreaterThanOrEqualTo(1);
                RuleFor(answer => answer.VersionAfter).NotNull();
                RuleFor(answer => answer.VersionAfter).Must((answer, after) => after is null || after > (answer.VersionBefore ?? 0))
                    .WithMessage(_ => Texts.In("Later than the version before.", "بعد الإصدار السابق.", "Postérieure à la version d’avant."));
            }
            else
            {
                RuleFor(answer => answer.VersionBefore).Null();
                RuleFor(answer => answer.VersionAfter).Null();
            }
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/requests/{requestId:guid}/answer", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(SubjectRequestView.RebuildAsync)
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

        if (body.Refuses(new Rules(found.Kind == "correction")) is { } refusal)
        {
            return refusal;
        }

        if (!found.IsOpen)
        {
            return Refusal.WrongState(found.State);
        }

        var given = body.Value;
        if (found.Kind == "correction")
        {
            var file = await work.QuerySingleOrDefaultAsync<File>(LockFile, new { found.PersonId });
            if (file is null || given.VersionAfter > file.Version)
            {
                return Refusal.Field("$.versionAfter", Texts.In("The file has no such version.", "ليس للملف هذا الإصدار.", "Le dossier n’a pas cette version."));
            }

            (string Package, int Version)[] changed = [.. new[] { ("identity", file.IdentityVersion), ("contact", file.ContactVersion) }.Where(package => package.Item2 > given.VersionBefore)];
            if (changed.Length > 0)   // where people stay and in what setting is in no package
            {
                work.Publish(new PersonCorrected
                {
                    SubjectId = found.PersonId,
                    SubjectVersion = changed.Max(package => package.Version),
                    OccurredAt = work.Now,
                    Packages = [.. changed.Select(package => package.Package)],
                });
            }
        }

        work.Update(Answer, new { requestId, given.VersionBefore, given.VersionAfter });
        work.Update(KeepAnswer, new { requestId, answer = given.Answer is { Length: > 0 } text ? key.Seal(SubjectRequestView.AnswerName, text) : null });
        work.AuditRecords([requestId, found.PersonId]);
        var row = await work.CommitAsync<SubjectRequestView.Row>(SubjectRequestView.SelectOne, new { requestId });
        return Results.Ok(SubjectRequestView.Of(row!, key));
    }

    private const string LockFile = "select version, identity_version, contact_version from people where person_id = @personId for update";

    private const string Answer = """
        update subject_requests
           set state = 'answered', ended_by = access.caller(), ended_at = access.now(), reason_code = null, proposed_by = null, version_before = @versionBefore, version_after = @versionAfter,
               next_at = null, version = version + 1
         where request_id = @requestId
        """;

    internal const string KeepAnswer = "update subject_request_texts set answer = @answer where request_id = @requestId";
}
