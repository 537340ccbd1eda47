using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>A search as a move finds it; nobody else moves it meanwhile.</summary>
internal sealed record FoundTracing(Guid TracingId, Guid PersonId, string State, bool MayContact, Guid? ChildSideBy, Guid? FamilySideBy, Guid? InterestsBy, Guid? InterestsOkBy, byte[] Identity)
{
    /// <summary>They are not brought together yet, and it is not closed.</summary>
    public bool IsOpen => State is "open" or "tracing-in-progress" or "verified";

    public static Task<FoundTracing?> LockAsync(Work work, Guid personId, Guid tracingId) => work.QuerySingleOrDefaultAsync<FoundTracing>(Lock, new { personId, tracingId });

    /// <summary>Why it could not be locked: the caller only reads it (403), the file was merged into another (409), or it is not there for them (404).</summary>
    public static async Task<Refusal> NotToChangeAsync(Work work, Guid personId, Guid tracingId) =>
        await work.QuerySingleOrDefaultAsync<bool>(IsSeen, new { personId, tracingId }) ? await PersonView.NotToChangeAsync(work, personId) : Refusal.NotFound;

    /// <summary>Writes down what was done, found or decided, commits the move and gives the search as it is then.</summary>
    public async Task<IResult> CommitAsync(Work work, RecordKey key, TracingView.Step step)
    {
        work.Answers(StatusCodes.Status200OK, TracingId);
        work.Update(AddStep, new { stepId = Guid.CreateVersion7(), TracingId, PersonId, @sealed = key.Seal(TracingView.Step.Name, step) });
        var row = await work.CommitAsync<TracingView.Row>(TracingView.SelectOne, new { TracingId });
        return Results.Ok(TracingView.Of(row!, key));
    }

    /// <summary>A step by the caller, now.</summary>
    public static TracingView.Step Step(
        Work work, string what, DateOnly? on, string? code = null, string? note = null, string? reference = null, string? childRisk = null, string? familyRisk = null, bool? mayContact = null) =>
        new(what, on, code, note, reference, childRisk, familyRisk, mayContact, work.Caller.Subject, work.Now);

    // the file first, as everybody who changes what belongs to it
    private const string Lock = """
        select t.tracing_id, t.person_id, t.state, t.may_contact, t.child_side_by, t.family_side_by, t.interests_by, t.interests_ok_by, i.sealed as identity
          from people p join tracings t on t.person_id = p.person_id join person_identities i on i.person_id = p.person_id
         where p.person_id = @personId and t.tracing_id = @tracingId
           for update of p, t
        """;

    private const string IsSeen = "select exists (select 1 from tracings where person_id = @personId and tracing_id = @tracingId)";

    private const string AddStep = """
        insert into tracing_steps (step_id, tracing_id, person_id, sealed, recorded_by, recorded_at) values (@stepId, @tracingId, @personId, @sealed, access.caller(), access.now())
        """;
}
