using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Families;

/// <summary>A link as a move finds it in the file in which it was told; nobody else changes it meanwhile.</summary>
internal sealed record FoundLink(Guid LinkId, Guid PersonId, Guid? RelativeId, byte[] Sealed, byte[]? Mirrored, string State, bool Caregiver, Guid RecordedBy, bool Ended)
{
    public static Task<FoundLink?> LockAsync(Work work, Guid personId, Guid linkId) => work.QuerySingleOrDefaultAsync<FoundLink>(Lock, new { personId, linkId });

    /// <summary>Why it could not be locked: it is only read by the caller or from this side (403), the file was merged into another (409), or it is not there for them (404).</summary>
    public static async Task<Refusal> NotToChangeAsync(Work work, Guid personId, Guid linkId) =>
        await work.QuerySingleOrDefaultAsync<bool>(IsSeen, new { personId, linkId }) ? await PersonView.NotToChangeAsync(work, personId) : Refusal.NotFound;

    public FamilyLinkView.Said SaidBy(RecordKey key) => key.Open<FamilyLinkView.Said>(FamilyLinkView.Said.Name, Sealed);

    /// <summary>Writes down what was found or decided.</summary>
    public void Add(Work work, RecordKey key, string what, DateOnly? on, string? method, string? note) => work.Update(AddStep, new
    {
        stepId = Guid.CreateVersion7(),
        LinkId,
        PersonId,
        @sealed = key.Seal(FamilyLinkView.Step.Name, new FamilyLinkView.Step(what, on, method, note, work.Caller.Subject, work.Now)),
    });

    /// <summary>Commits the move and gives the link as it is then.</summary>
    public async Task<IResult> CommitAsync(Work work, RecordKey key)
    {
        work.Answers(StatusCodes.Status200OK, LinkId);
        var row = await work.CommitAsync<FamilyLinkView.Row>(FamilyLinkView.SelectOne, new { LinkId, PersonId });
        return Results.Ok(FamilyLinkView.Of(row!, key));
    }

    // the file first, as everybody who changes what belongs to it
    private const string Lock = """
        select l.link_id, l.person_id, l.relative_id, l.sealed, l.mirrored, l.state, l.caregiver, l.recorded_by, l.ended_at is not null as ended
          from people p join family_links l on l.person_id = p.person_id
         where p.person_id = @personId and l.link_id = @linkId
           for update of p, l
        """;

    private const string IsSeen = """
        select exists (select 1 from family_links l join people p on p.person_id = @personId where l.link_id = @linkId and (l.person_id = @personId or l.relative_id = @personId))
        """;

    private const string AddStep = """
        insert into family_steps (step_id, link_id, person_id, sealed, recorded_by, recorded_at) values (@stepId, @linkId, @personId, @sealed, access.caller(), access.now())
        """;
}
