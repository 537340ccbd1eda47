using Microsoft.AspNetCore.Mvc;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Registrations.Attachments;

/// <summary>Attaches a photograph or a document: looked at by its content, a picture made anew, scanned where there is a scanner, and sealed.</summary>
public static class AddAttachment
{
    /// <summary>Largest file in bytes.</summary>
    public const int Largest = 5 * 1024 * 1024;

    private const int MostOfAPerson = 50;

    /// <summary>Maps the route. The file is the body; what it is stands in the query, in codes.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people/{personId:guid}/attachments", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(AttachmentView.RebuildAsync)
            .WithMetadata(new RequestSizeLimitAttribute(Largest)).Produces<AttachmentView>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Guid personId, string? kind, string? neededFor, string? givenBy, string? method, Upload upload, ScopedDatabase database, KeyStore keys, Scanner scanner, CancellationToken ct)
    {
        RecordKey key;
        await using (var look = await database.BeginAsync(ct))   // and given back: what takes its time holds no row
        {
            if (await look.QuerySingleOrDefaultAsync<int?>(PersonView.Lock, new { personId }) is null || await keys.GetAsync(personId, ct) is not { } found)
            {
                return await PersonView.NotToChangeAsync(look, personId);
            }

            key = found;
        }

        if ((upload.Refuses() ?? Refuses(kind, neededFor, givenBy, method)) is { } refusal)
        {
            return refusal;
        }

        var (mediaType, content) = FileType.IsPicture(upload.Bytes) ? (FileType.Jpeg, Picture.MadeAnew(upload.Bytes))
            : FileType.IsStillPdf(upload.Bytes) && kind != "photo" ? (FileType.Pdf, upload.Bytes)
            : ("", null);
        if (content is null)
        {
            return AttachmentView.Unfit();
        }

        var scanned = await scanner.ScanAsync(upload.Bytes, ct);
        if (scanned is not Scanned.Clean)
        {
            return scanned is Scanned.Infected ? AttachmentView.Unfit() : Refusal.Unavailable();
        }

        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<int?>(LockAndCount, new { personId }) is not { } attached)   // it went to other hands meanwhile
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (attached >= MostOfAPerson)
        {
            return Refusal.WrongState("full");
        }

        var attachmentId = Guid.CreateVersion7();
        work.Answers(StatusCodes.Status201Created, attachmentId);
        work.Update(Insert, new
        {
            attachmentId,
            personId,
            about = key.Seal(AttachmentView.About.Name, new AttachmentView.About(kind!, mediaType, neededFor, givenBy, method)),
            content = key.SealBytes(AttachmentView.Content, content),
            bytes = content.Length,
        });
        var row = await work.CommitAsync<AttachmentView.Row>($"{AttachmentView.Select} where attachment_id = @attachmentId", new { attachmentId });
        return Results.Created($"/api/people/{personId}/attachments/{attachmentId}", AttachmentView.Of(row!, key));
    }

    /// <summary>A photograph is of a face: it says what it is needed for, and who agreed.</summary>
    private static Refusal? Refuses(string? kind, string? neededFor, string? givenBy, string? method)
    {
        var errors = new Dictionary<string, string[]>();
        Check("$.kind", kind, CodeList.AttachmentKinds, isNeeded: true);
        Check("$.neededFor", neededFor, CodeList.NeededFor, kind == "photo");
        Check("$.givenBy", givenBy, CodeList.GivenBy, kind == "photo");
        Check("$.method", method, CodeList.Methods, kind == "photo");
        return errors.Count > 0 ? Refusal.Fields(errors) : null;

        void Check(string path, string? code, CodeList list, bool isNeeded)
        {
            if (code is null ? isNeeded : !list.Contains(code))
            {
                errors[path] = [Texts.In($"One of {string.Join(", ", list.Codes)}.", $"‏أحد: {string.Join("، ", list.Codes)}.", $"L’un de {string.Join(", ", list.Codes)}.")];
            }
        }
    }

    private const string LockAndCount = """
        select (select count(*)::int from person_attachments a where a.person_id = p.person_id and a.removed_at is null) from people p where p.person_id = @personId for update
        """;

    private const string Insert = """
        insert into person_attachments (attachment_id, person_id, about, content, bytes, recorded_by, recorded_at)
        values (@attachmentId, @personId, @about, @content, @bytes, access.caller(), access.now())
        """;
}
