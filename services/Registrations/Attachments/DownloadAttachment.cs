using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Attachments;

/// <summary>The content of an attachment, looked at and scanned once more before it goes out: what a scanner did not know then it may know now.</summary>
public static class DownloadAttachment
{
    private sealed record Row(Guid PersonId, byte[] About, byte[]? Content);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/attachments/{attachmentId:guid}/content", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Produces<byte[]>(StatusCodes.Status200OK, FileType.Jpeg, FileType.Pdf);

    private static async Task<IResult> HandleAsync(Guid personId, Guid attachmentId, ScopedDatabase database, KeyStore keys, Scanner scanner, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var row = await work.QuerySingleOrDefaultAsync<Row>(Select, new { personId, attachmentId });
        if (row is not { Content: { } sealedContent } || await keys.GetAsync(personId, ct) is not { } key)
        {
            return Refusal.NotFound;
        }

        work.AuditRecords([personId]);
        await work.CommitAsync();
        var (about, content) = (key.Open<AttachmentView.About>(AttachmentView.About.Name, row.About), key.OpenBytes(AttachmentView.Content, sealedContent));
        // an answer that a scanner owes keeps nobody from what was scanned when it came
        if (!(about.MediaType == FileType.Jpeg ? FileType.IsPicture(content) : FileType.IsStillPdf(content)) || await scanner.ScanAsync(content, ct) is Scanned.Infected)
        {
            return Refusal.WrongState("unfit");
        }

        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        return Results.File(content, about.MediaType, $"{attachmentId}{(about.MediaType == FileType.Jpeg ? ".jpg" : ".pdf")}");
    }

    private const string Select = "select person_id, about, content from person_attachments where person_id = @personId and attachment_id = @attachmentId";
}
