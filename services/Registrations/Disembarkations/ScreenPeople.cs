using System.Buffers.Binary;
using System.Security.Cryptography;
using FluentValidation;
using FluentValidation.Results;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.Matching;
using Platform.Registrations.People;

namespace Platform.Registrations.Disembarkations;

/// <summary>
/// Registers many people who were brought ashore, in one call: each of them has agreed, with as little as may be told, all of them or none. Nothing leads from the disembarkation
/// or its numbers to them, nor from them to it; only who sends the very same request again is told again.
/// </summary>
public static class ScreenPeople
{
    /// <summary>In one call.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Those who were screened.</summary>
    /// <param name="People">Each with a number of the caller's own.</param>
    public sealed record Request(IReadOnlyList<Screened>? People);

    /// <summary>Somebody, with as little as may be told; the rest is added to their file.</summary>
    /// <param name="Number">Tells one line of the call from another, as two who told the same; it is not kept.</param>
    /// <param name="Agreed">That they agreed to be registered; without it nobody is.</param>
    /// <param name="GivenName">As given, in any script.</param>
    /// <param name="FamilyName">As given.</param>
    /// <param name="Sex">Code of sex.csv.</param>
    /// <param name="BirthDate">Where known to the day or month; otherwise <paramref name="BirthYear" />.</param>
    /// <param name="BirthYear">Four digits.</param>
    /// <param name="AgePrecision">day, month, year or estimate.</param>
    /// <param name="Nationality">ISO 3166-1 alpha-3, as claimed.</param>
    /// <param name="Languages">ISO 639-3.</param>
    /// <param name="AreaCode">adm3 P-code where they are.</param>
    public sealed record Screened(
        int? Number, bool? Agreed, string? GivenName, string? FamilyName, string? Sex, DateOnly? BirthDate, int? BirthYear, string? AgePrecision, string? Nationality,
        IReadOnlyList<string>? Languages, string? AreaCode)
    {
        /// <summary>The same as for POST /api/people.</summary>
        internal PersonDetails Person => new(
            GivenName: GivenName, FamilyName: FamilyName, OtherNames: null, Transliterations: null, Sex: Sex, BirthDate: BirthDate, BirthYear: BirthYear, AgePrecision: AgePrecision, Nationality: Nationality, Nationalities: null,
            Languages: Languages, Phone: null, SafeToCall: null, PreferredChannel: null, SafeTimes: null, MayLeaveMessage: null, AreaCode: AreaCode, Setting: "disembarkation", ArrivalDate: null, Note: null);
    }

    /// <summary>The files that were opened, in the order of the call.</summary>
    public sealed record Opened(IReadOnlyList<OpenedFile> Items);

    private sealed class ScreenedRules : AbstractValidator<Screened>
    {
        public ScreenedRules(TimeProvider clock)
        {
            var ofAPerson = new PersonDetails.Rules(clock);
            RuleFor(screened => screened.Number).NotNull().Number(100_000, least: 1);
            RuleFor(screened => screened.Agreed).Must(agreed => agreed is true).WithMessage(_ => FileOpening.NotAgreed());
            RuleFor(screened => screened).Custom((screened, context) => ofAPerson.Validate(screened.Person).Errors.ForEach(error => context.AddFailure(new ValidationFailure(error.PropertyName, error.ErrorMessage))));
        }
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules(TimeProvider clock)
        {
            RuleFor(request => request.People).Must(people => people is { Count: > 0 }).WithMessage(_ => Texts.In("At least one.", "واحد على الأقل.", "Au moins un."));
            RuleFor(request => request.People).PartsOf(MostAtOnce, screened => screened.Number, new ScreenedRules(clock));
        }
    }

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/disembarkations/{disembarkationId:guid}/screenings", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(RebuildAsync, isVeiled: true)
            .Produces<Opened>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Guid disembarkationId, Body<Request> body, ScopedDatabase database, KeyStore keys, MatchKeys matching, TimeProvider clock, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<bool>(IsKept, new { disembarkationId }) is false)
        {
            return await DisembarkationView.NotToChangeAsync(work, disembarkationId);
        }

        if (body.Refuses(new Rules(clock)) is { } refusal)
        {
            return refusal;
        }

        // the ids come from one number, which is kept under the veil of this request: nothing else says who was screened together
        var (screened, together) = (body.Value.People!, Grantee.RandomId());
        var people = IdsOf(together, screened.Count);
        var made = await keys.CreateAsync(people, ct);
        work.AnswersVeiled(StatusCodes.Status201Created, together);
        work.OpenFilesUntraced(matching, [.. screened.Select((one, at) => new NewFile(people[at], made[at], one.Person))]);
        return Results.Json(new Opened(await work.CommitRowsAsync<OpenedFile>(Select, new { people })), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<object?> RebuildAsync(Work work, Guid veiled) =>
        await work.CommitRowsAsync<OpenedFile>(Select, new { people = IdsOf(work.Unveil(veiled), MostAtOnce) }) is { Count: > 0 } opened ? new Opened(opened) : null;

    /// <summary>Ids as random as the number they come from, version 4 as those of all people.</summary>
    private static Guid[] IdsOf(Guid together, int count) => [.. Enumerable.Range(0, count).Select(at =>
    {
        Span<byte> bytes = stackalloc byte[20], hash = stackalloc byte[32];
        together.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], at);
        SHA256.HashData(bytes, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    })];

    // not locked: who screens at the same event does not wait for another
    private const string IsKept = """
        select exists (select 1 from access.grants g where g.record = @disembarkationId and g.grantee = any ((select access.grantees())::uuid[])
                          and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now()))
           and exists (select 1 from disembarkations where disembarkation_id = @disembarkationId)
        """;

    private const string Select = """
        select p.person_id, p.case_code from unnest(@people) with ordinality as s (person_id, at) join people p on p.person_id = s.person_id order by s.at
        """;
}
