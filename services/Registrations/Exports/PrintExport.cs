using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>An approved export as a page to print, for who asked for it, in Arabic, English or French; the watermark stands on it and with each person.</summary>
public static class PrintExport
{
    private const string Style =
        "body{font:1rem/1.5 sans-serif;max-width:42rem;margin:1rem auto;padding:0 1rem}section{border-top:1px solid #777;padding:.5rem 0;break-inside:avoid}p{margin:.25rem 0}small,footer{color:#555}";

    /// <summary>No script, no picture, nothing from anywhere; the one style by its hash. It begins as the gateway's own, which lets nothing less strict out.</summary>
    private static readonly string ContentSecurityPolicy =
        $"default-src 'none'; frame-ancestors 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private static readonly SendExport.Form Page = new("text/html; charset=utf-8", ContentSecurityPolicy, null, Head, Section, Foot);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exports/{exportId:guid}/page", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).NeedsFeature(Features.ExportOfFiles)
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static Task<IResult> HandleAsync(Guid exportId, HttpContext http, ScopedDatabase database, CancellationToken ct) => SendExport.AsAsync(Page, exportId, http, database, ct);

    private static string Head(Watermark mark, IReadOnlyList<string> packages)
    {
        var title = Texts.In("Confidential", "سري", "Confidentiel");
        return $$"""
            <!DOCTYPE html>
            <html lang="{{Texts.In("en", "ar", "fr")}}" dir="{{Texts.In("ltr", "rtl", "ltr")}}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{title}}</title><style>{{Style}}</style></head>
            <body><main><h1>{{title}}</h1>
            <p>{{Html.Encode(mark.Text)}}</p>

            """;
    }

    private static string Section(Watermark mark, IReadOnlyList<string> packages, ExportedPerson person)
    {
        var section = new StringBuilder("<section>\n");
        var (identity, contact) = (person.Identity, person.Contact);
        if (packages.Contains("identity"))
        {
            Line(Texts.In("Name", "الاسم", "Nom"), identity.FullName);
            Line(Texts.In("Sex", "الجنس", "Sexe"), CodeList.Sexes[identity.Sex].Label(Texts.In("en", "ar", "fr")));
            Line(Texts.In("Born", "تاريخ الميلاد", "Naissance"), $"{identity.BirthDate?.ToString("O", CultureInfo.InvariantCulture) ?? identity.BirthYear?.ToString(CultureInfo.InvariantCulture)} ({identity.AgePrecision})");
            Line(Texts.In("Nationality", "الجنسية", "Nationalité"), identity.Nationality);
            Line(Texts.In("Languages", "اللغات", "Langues"), string.Join(' ', identity.Languages));
            Line(Texts.In("Note", "ملاحظة", "Note"), identity.Note);
        }

        if (packages.Contains("contact"))
        {
            Line(Texts.In("Telephone", "الهاتف", "Téléphone"), contact.Phone);
            Line(Texts.In("Safe to call", "الاتصال آمن", "Appel sans risque"), contact.SafeToCall ? Texts.In("yes", "نعم", "oui") : Texts.In("no", "لا", "non"));
        }

        return section.Append("<small>").Append(Html.Encode(mark.Text)).Append("</small></section>\n").ToString();

        void Line(string label, string? text)
        {
            if (text is { Length: > 0 })
            {
                section.Append("<p>").Append(label).Append(": <bdi>").Append(Html.Encode(text)).Append("</bdi></p>\n");
            }
        }
    }

    private static string Foot(Watermark mark) => $"<footer>{Html.Encode(mark.Text)}</footer></main></body></html>\n";
}
