using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Attachments;

/// <summary>What is attached to a person's file, and what was removed; without any content.</summary>
public static class ListAttachments
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/attachments", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<Page<AttachmentView>>();

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(PersonView.Seen, new { personId }) is null)
        {
            return Refusal.NotFound;
        }

        var rows = await work.CommitRowsAsync<AttachmentView.Row>($"{AttachmentView.Select} where person_id = @personId order by recorded_at desc, attachment_id desc limit 500", new { personId });
        return rows.Count > 0 && await keys.GetAsync(personId, ct) is { } key
            ? Results.Ok(new Page<AttachmentView>([.. rows.Select(row => AttachmentView.Of(row, key))], null))
            : Results.Ok(new Page<AttachmentView>([], null));
    }
}
