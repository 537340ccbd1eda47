using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Disclosures;

/// <summary>The ledger as a page that the person can be given, in Arabic, English or French: who has their data, since when and why, and how to take it back.</summary>
public static class PrintDisclosures
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/disclosures/page", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Consent)
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, Standings standings, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await ListDisclosures.RowsAsync(work, personId) is not { } rows)
        {
            return Refusal.NotFound;
        }

        // a page from the inside of the platform: no script, no picture, nothing from anywhere, and kept by nobody on the way
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "no-store";
        var agency = standings.Current.Agency(work.Caller.Agency)?.Name ?? work.Caller.AgencyCode;
        return Results.Text(Page(rows.Where(row => row.Sent).Select(row => DisclosureView.Of(row, standings.Current)), agency, work.Now), "text/html", Encoding.UTF8);
    }

    private static string Page(IEnumerable<DisclosureView> disclosures, string agency, DateTimeOffset now)
    {
        var language = Texts.In("en", "ar", "fr");
        var title = Texts.In("Who has your information", "من لديه معلوماتك", "Qui a vos informations");
        var page = new StringBuilder($$"""
            <!DOCTYPE html>
            <html lang="{{language}}" dir="{{(language == "ar" ? "rtl" : "ltr")}}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{title}}</title>
            <style>body{font:1rem/1.5 sans-serif;max-width:42rem;margin:1rem auto;padding:0 1rem}section{border-top:1px solid #777;padding:.5rem 0;break-inside:avoid}h2{font-size:1.1rem;margin:.5rem 0}p{margin:.25rem 0}</style></head>
            <body><main><h1>{{title}}</h1><p>{{Date(now)}}</p>

            """);
        var any = false;
        foreach (var disclosure in disclosures)
        {
            any = true;
            page.Append(CultureInfo.InvariantCulture, $"<section><h2>{Text(disclosure.Recipient)}</h2>\n");
            page.Append(CultureInfo.InvariantCulture, $"<p>{Texts.In("What", "ماذا", "Quoi")}: {string.Join(Texts.In(", ", "، ", ", "), disclosure.Packages.Select(package => Label(CodeList.Packages, package)))}</p>\n");
            page.Append(CultureInfo.InvariantCulture, $"<p>{Texts.In("Why", "لماذا", "Pourquoi")}: {Label(CodeList.Purposes, disclosure.Purpose)}; {Basis(disclosure.Basis)}</p>\n");
            page.Append(CultureInfo.InvariantCulture, $"<p>{State(disclosure)}</p></section>\n");
        }

        if (!any)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>{Texts.In("Nobody outside has been given your information.", "لم تُعطَ معلوماتك لأحد خارج هذه الجهة.", "Vos informations n’ont été données à personne d’autre.")}</p>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"<section><p>{Texts.In(
            $"You can change your mind at any time, and it costs you nothing: tell {Text(agency)}. Then what you agreed to cannot be read here any more.",
            $"يمكنك تغيير رأيك في أي وقت دون أي ضرر: أخبر {Text(agency)}. عندئذٍ لن تعود قراءة ما وافقتَ عليه ممكنة هنا.",
            $"Vous pouvez changer d’avis à tout moment, sans conséquence : dites-le à {Text(agency)}. Ce que vous avez accepté ne pourra alors plus être lu ici.")}</p></section>\n</main></body></html>\n");
        return page.ToString();
    }

    private static string State(DisclosureView disclosure) => disclosure switch
    {
        { State: "ended", ReadableSince: { } since } => Texts.In(
            $"Could read it from {Date(since)} to {Date(disclosure.EndedAt!.Value)}. Not any more.",
            $"كان يمكنه قراءتها من {Date(since)} إلى {Date(disclosure.EndedAt!.Value)}، ولم يعد يمكنه ذلك.",
            $"A pu les lire du {Date(since)} au {Date(disclosure.EndedAt!.Value)}. Plus maintenant."),
        { State: "ended" } => Texts.In("Was asked for help, and never read your information.", "طُلبت منه المساعدة، ولم يقرأ معلوماتك قط.", "A été sollicité et n’a jamais lu vos informations."),
        { ReadableSince: { } since } => Texts.In($"Can read it since {Date(since)}.", $"يمكنه قراءتها منذ {Date(since)}.", $"Peut les lire depuis le {Date(since)}."),
        _ => Texts.In("Was asked for help, and has not read your information so far.", "طُلبت منه المساعدة، ولم يقرأ معلوماتك حتى الآن.", "A été sollicité et n’a pas encore lu vos informations."),
    };

    private static string Basis(string basis) => basis switch
    {
        "consent" => Texts.In("you agreed", "وافقتَ على ذلك", "vous avez donné votre accord"),
        "vital-interest" => Texts.In("to protect your life or health", "لحماية حياتك أو صحتك", "pour protéger votre vie ou votre santé"),
        _ => Texts.In("in your best interests", "لمصلحتك الفضلى", "dans votre intérêt supérieur"),
    };

    private static string Label(CodeList list, string code) => list.Contains(code) ? Text(list[code][$"label_{Texts.In("en", "ar", "fr")}"]) : Text(code);

    private static string Date(DateTimeOffset instant) => Text(instant.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo(Texts.In("en-GB", "ar-LY", "fr-FR"))));

    private static string Text(string text) => Html.Encode(text);
}
