using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Attachments;

/// <summary>Takes an attachment out of the file: the content is gone with the commit, that there was one stays. Nothing is put in its place: another one is attached.</summary>
public static class RemoveAttachment
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/people/{personId:guid}/attachments/{attachmentId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Produces(StatusCodes.Status204NoContent);

    private static async Task<IResult> HandleAsync(Guid personId, Guid attachmentId, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (await work.QuerySingleOrDefaultAsync<bool?>(Find, new { personId, attachmentId }) is not { } removed)
        {
            return Refusal.NotFound;
        }

        if (!removed)   // twice changes nothing
        {
            work.Update(Remove, new { attachmentId });
        }

        await work.CommitAsync();
        return Results.NoContent();
    }

    private const string Find = "select removed_at is not null from person_attachments where person_id = @personId and attachment_id = @attachmentId";

    private const string Remove = "update person_attachments set content = null, removed_at = access.now() where attachment_id = @attachmentId";
}
