using Platform.Access;

namespace Platform.Registrations.SubjectRequests;

/// <summary>What a person asked about their data, and what became of it. Who does not see the file is told kind, dates and state.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="PersonId">Who asks; only for who sees the file, as all that is not a kind, a day or a state.</param>
/// <param name="CaseCode">The file's code.</param>
/// <param name="Kind">access, correction or objection.</param>
/// <param name="State">received, refusal-proposed, answered, refused or withdrawn.</param>
/// <param name="ReceivedOn">The day it was asked; the clock runs from here.</param>
/// <param name="DueOn">The last day to answer.</param>
/// <param name="Overdue">It is open, and that day is over.</param>
/// <param name="How">in-person, phone, letter or through-representative.</param>
/// <param name="Through">Who asks for the person.</param>
/// <param name="Language">ISO 639-3: the language to answer in.</param>
/// <param name="What">What is asked, as it was said.</param>
/// <param name="ObjectsTo">Of an objection: what must not be done.</param>
/// <param name="RecordedBy">Who took it down.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="ReasonCode">Why it is or would be refused.</param>
/// <param name="ProposedBy">Who would refuse it.</param>
/// <param name="Answer">What the person is told.</param>
/// <param name="EndedBy">Who answered it, confirmed the refusal or took it back in the person's name.</param>
/// <param name="EndedAt">When.</param>
/// <param name="VersionBefore">Of a correction: the file before.</param>
/// <param name="VersionAfter">Of a correction: the file after.</param>
/// <param name="Copy">Of a request to know: where the copy for the person is made.</param>
public sealed record SubjectRequestView(
    Guid RequestId, Guid? PersonId, string? CaseCode, string Kind, string State, DateOnly ReceivedOn, DateOnly DueOn, bool Overdue, string? How, string? Through, string? Language,
    string? What, ObjectsTo? ObjectsTo, Guid RecordedBy, DateTimeOffset RecordedAt, string? ReasonCode, Guid? ProposedBy, string? Answer, Guid? EndedBy, DateTimeOffset? EndedAt,
    int? VersionBefore, int? VersionAfter, string? Copy)
{
    /// <summary>The names that texts are sealed under, with the person's key.</summary>
    internal const string AskedName = "request-asked", ThroughName = "request-through", AnswerName = "request-answer";

    // whose it is and what was said come by the policies of the file
    internal const string Select = """
        select r.request_id, r.person_id as file, p.person_id, p.case_code, r.kind, r.state, r.received_on, r.due_on,
               r.state in ('received', 'refusal-proposed') and r.due_on < (access.now() at time zone 'utc')::date as overdue, r.how, r.language, r.purposes, r.recipients,
               r.recorded_by, r.recorded_at, r.reason_code, r.proposed_by, r.ended_by, r.ended_at, r.version_before, r.version_after, t.asked, t.through, t.answer
          from subject_requests r
          left join people p on p.person_id = r.person_id
          left join subject_request_texts t on t.request_id = r.request_id
        """;

    internal const string SelectOne = $"{Select} where r.request_id = @requestId";

    internal sealed record Row(
        Guid RequestId, Guid File, Guid? PersonId, string? CaseCode, string Kind, string State, DateOnly ReceivedOn, DateOnly DueOn, bool Overdue, string How, string Language,
        string[] Purposes, Guid[] Recipients, Guid RecordedBy, DateTimeOffset RecordedAt, string? ReasonCode, Guid? ProposedBy, Guid? EndedBy, DateTimeOffset? EndedAt,
        int? VersionBefore, int? VersionAfter, byte[]? Asked, byte[]? Through, byte[]? Answer);

    internal static SubjectRequestView Of(Row row, RecordKey? key)
    {
        var seen = row.PersonId is not null;
        return new(
            row.RequestId, row.PersonId, row.CaseCode, row.Kind, row.State, row.ReceivedOn, row.DueOn, row.Overdue, seen ? row.How : null, Open(ThroughName, row.Through), seen ? row.Language : null,
            Open(AskedName, row.Asked), seen && row.Kind == "objection" ? new ObjectsTo(row.Purposes, row.Recipients) : null, row.RecordedBy, row.RecordedAt, row.ReasonCode, row.ProposedBy,
            Open(AnswerName, row.Answer), row.EndedBy, row.EndedAt, seen ? row.VersionBefore : null, seen ? row.VersionAfter : null, seen && row.Kind == "access" ? $"/api/people/{row.PersonId}/copy" : null);

        string? Open(string name, byte[]? text) => text is null ? null : key?.Open<string>(name, text);
    }

    internal static async Task<SubjectRequestView> OpenAsync(Row row, KeyStore keys, CancellationToken ct) =>
        Of(row, row.PersonId is null ? null : await keys.GetAsync(row.File, ct));

    internal static async Task<object?> RebuildAsync(Work work, Guid requestId) =>
        await work.CommitAsync<Row>(SelectOne, new { requestId }) is { } row ? await OpenAsync(row, work.Service<KeyStore>(), CancellationToken.None) : null;

    /// <summary>A request as a move finds it, and whether the caller keeps its file.</summary>
    internal sealed record Standing(Guid PersonId, string Kind, string State, Guid? ProposedBy, bool Keeps)
    {
        public bool IsOpen => State is "received" or "refusal-proposed";

        /// <summary>Alone with it until the move has committed. Not there and not theirs look the same.</summary>
        public static Task<Standing?> LockAsync(Work work, Guid requestId)
        {
            work.LockFirst(Grantee.Number(requestId));
            return work.QuerySingleOrDefaultAsync<Standing>(Find, new { requestId });
        }

        private const string Find = """
            select r.person_id, r.kind, r.state, r.proposed_by,
                   exists (select 1 from access.grants g where g.record = r.person_id and g.grantee = any ((select access.grantees())::uuid[])
                              and g.because not in ('handover', 'break-glass') and (g.until is null or g.until > access.now())) as keeps
              from subject_requests r where r.request_id = @requestId
            """;
    }
}

/// <summary>What a person objects to: these purposes, these agencies, or these agencies for these purposes.</summary>
/// <param name="Purposes">Codes of purpose.csv; none means whatever for.</param>
/// <param name="RecipientAgencyIds">Agencies that must not receive; none means whoever.</param>
public sealed record ObjectsTo(IReadOnlyList<string>? Purposes, IReadOnlyList<Guid>? RecipientAgencyIds);
