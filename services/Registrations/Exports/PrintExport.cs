using System.Globalization;
using System.Text;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using static Platform.Registrations.PrintedPage;

namespace Platform.Registrations.Exports;

/// <summary>An approved export as a page to print, for who asked for it, in Arabic, English or French; the watermark stands on it and with each person.</summary>
public static class PrintExport
{
    private static readonly SendExport.Form Page = new("text/html; charset=utf-8", PrintedPage.ContentSecurityPolicy, null, Head, Section, Foot);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exports/{exportId:guid}/page", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).NeedsFeature(Features.ExportOfFiles)
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static Task<IResult> HandleAsync(Guid exportId, HttpContext http, ScopedDatabase database, CancellationToken ct) => SendExport.AsAsync(Page, exportId, http, database, ct);

    private static string Head(Watermark mark, IReadOnlyList<string> packages) => Begin(Texts.In("Confidential", "سري", "Confidentiel"), Plain(mark.Text)).ToString();

    private static string Section(Watermark mark, IReadOnlyList<string> packages, ExportedPerson person)
    {
        var section = new StringBuilder("<section>\n");
        var (identity, contact) = (person.Identity, person.Contact);
        if (packages.Contains("identity"))
        {
            Fact(Texts.In("Name", "الاسم", "Nom"), identity.FullName);
            Fact(Texts.In("In other scripts", "بكتابات أخرى", "En d’autres écritures"), string.Join("; ", (identity.Transliterations ?? []).Select(name => name.Name)));
            Fact(Texts.In("Sex", "الجنس", "Sexe"), Word(CodeList.Sexes, identity.Sex));
            Fact(Texts.In("Born", "تاريخ الميلاد", "Naissance"), $"{identity.BirthDate?.ToString("O", CultureInfo.InvariantCulture) ?? identity.BirthYear?.ToString(CultureInfo.InvariantCulture)} ({identity.AgePrecision})");
            Fact(Texts.In("Nationality", "الجنسية", "Nationalité"), string.Join("; ", identity.Claims.Select(claim => $"{claim.Country} ({Word(CodeList.NationalityStates, claim.State!)})")));
            Fact(Texts.In("Languages", "اللغات", "Langues"), string.Join(' ', identity.Languages));
            Fact(Texts.In("Note", "ملاحظة", "Note"), identity.Note);
        }

        if (packages.Contains("contact"))
        {
            Fact(Texts.In("Telephone", "الهاتف", "Téléphone"), contact.Phone);
            Fact(Texts.In("Safe to call", "الاتصال آمن", "Appel sans risque"), contact.SafeToCall ? Texts.In("yes", "نعم", "oui") : Texts.In("no", "لا", "non"));
            Fact(Texts.In("Preferred way", "الوسيلة المفضلة", "Moyen préféré"), contact.PreferredChannel is { } channel ? Word(CodeList.ContactChannels, channel) : null);
            Fact(Texts.In("Safe times", "الأوقات الآمنة", "Heures sans risque"), contact.SafeTimes);
            Fact(Texts.In("A message may be left", "يجوز ترك رسالة", "Un message peut être laissé"), contact.MayLeaveMessage ? Texts.In("yes", "نعم", "oui") : Texts.In("no", "لا", "non"));
        }

        return section.Append("<small>").Append(Plain(mark.Text)).Append("</small></section>\n").ToString();

        void Fact(string label, string? text)
        {
            if (text is { Length: > 0 })
            {
                section.Line($"{label}: {Foreign(text)}");
            }
        }
    }

    private static string Word(CodeList list, string code) => list[code].Label(Texts.In("en", "ar", "fr"));

    private static string Foot(Watermark mark) => new StringBuilder("<footer>").Append(Plain(mark.Text)).Append("</footer>").End();
}
