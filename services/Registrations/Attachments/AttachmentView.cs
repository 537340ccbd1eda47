using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Attachments;

/// <summary>What is attached to a person's file, without its content.</summary>
/// <param name="AttachmentId">Its id.</param>
/// <param name="Kind">Code of attachment-kind.csv.</param>
/// <param name="MediaType">image/jpeg or application/pdf.</param>
/// <param name="Bytes">How large it is as it is kept.</param>
/// <param name="NeededFor">Code of needed-for.csv; of a photograph always.</param>
/// <param name="GivenBy">Who agreed to a photograph: code of given-by.csv.</param>
/// <param name="Method">How: code of method.csv.</param>
/// <param name="RecordedBy">Who attached it.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="RemovedAt">Since when the content is gone; absent while it is there.</param>
public sealed record AttachmentView(
    Guid AttachmentId, string Kind, string MediaType, int Bytes, string? NeededFor, string? GivenBy, string? Method, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset? RemovedAt)
{
    /// <summary>The name the content is sealed under.</summary>
    internal const string Content = "attachment";

    internal const string Select = "select attachment_id, person_id, about, bytes, recorded_by, recorded_at, removed_at from person_attachments";

    internal static AttachmentView Of(Row row, RecordKey key)
    {
        var about = key.Open<About>(About.Name, row.About);
        return new(row.AttachmentId, about.Kind, about.MediaType, row.Bytes, about.NeededFor, about.GivenBy, about.Method, row.RecordedBy, row.RecordedAt, row.RemovedAt);
    }

    internal static async Task<object?> RebuildAsync(Work work, Guid attachmentId) =>
        await work.CommitAsync<Row>($"{Select} where attachment_id = @attachmentId", new { attachmentId }) is { } row && await work.Service<KeyStore>().GetAsync(row.PersonId, CancellationToken.None) is { } key
            ? Of(row, key) : null;

    /// <summary>Why a file is not taken, or not given out: it is not what may be attached, or a scanner found something.</summary>
    internal static Refusal Unfit() => Refusal.Field("$", Texts.In(
        "Only pictures (JPEG, PNG, WebP) and PDF documents without scripts or other files in them, and nothing in which harm was found.",
        "تُقبل فقط الصور (JPEG وPNG وWebP) ومستندات PDF الخالية من البرامج النصية والملفات المضمنة، والتي لم يُعثر فيها على ضرر.",
        "Seulement des images (JPEG, PNG, WebP) et des documents PDF sans scripts ni autres fichiers, et rien où un danger a été trouvé."));

    internal sealed record Row(Guid AttachmentId, Guid PersonId, byte[] About, int Bytes, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset? RemovedAt);

    /// <summary>What is sealed of it beside the content.</summary>
    internal sealed record About(string Kind, string MediaType, string? NeededFor, string? GivenBy, string? Method)
    {
        /// <summary>The name it is sealed under.</summary>
        public const string Name = "about-attachment";
    }
}
