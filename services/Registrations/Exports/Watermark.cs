using System.Globalization;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>What stands on every line and section of an export: whose it is, for whom, for what, until when, and that it goes no further.</summary>
internal sealed record Watermark(Guid ExportId, string AskedBy, string Recipient, string Purpose, DateTimeOffset ExpiresAt)
{
    public static Watermark Of(ExportView.Row export, Standing standing) => new(
        export.ExportId,
        standing.Members.FirstOrDefault(member => member.MemberId == export.AskedBy)?.Name ?? export.AskedBy.ToString(),
        standing.Agency(export.RecipientAgencyId)?.Name ?? export.RecipientAgencyId.ToString(),
        CodeList.Purposes[export.Purpose].Label(Texts.In("en", "ar", "fr")),
        export.ExpiresAt);

    /// <summary>In a sentence.</summary>
    public string Text => Texts.In(
        $"Not to be passed on. Export {ExportId}, asked for by {AskedBy}, for {Recipient}: {Purpose}. To be destroyed by {Until}.",
        $"لا يُمرَّر إلى غيركم. تصدير {ExportId}، طلبه {AskedBy}، إلى {Recipient}: {Purpose}. يُتلف قبل {Until}.",
        $"Ne pas transmettre. Export {ExportId}, demandé par {AskedBy}, pour {Recipient} : {Purpose}. À détruire avant {Until}.");

    private string Until => ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
