using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations;

/// <summary>What every page has that a person is given: its language and direction, one style and nothing from anywhere else, days as they are in Libya.</summary>
internal static class PrintedPage
{
    private const string Style =
        "body{font:1rem/1.5 sans-serif;max-width:42rem;margin:1rem auto;padding:0 1rem}section{border-top:1px solid #777;padding:.5rem 0;break-inside:avoid}h2{font-size:1.1rem;margin:.5rem 0}p{margin:.25rem 0}small,footer{color:#555}";

    /// <summary>No script, no picture, nothing from anywhere; the one style by its hash. It begins as the gateway's own, which lets nothing less strict out.</summary>
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; frame-ancestors 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    // UTC+2 all year since 2013, where a machine has no list of time zones
    private static readonly TimeZoneInfo Libya = TimeZoneInfo.TryFindSystemTimeZoneById("Africa/Tripoli", out var zone)
        ? zone : TimeZoneInfo.CreateCustomTimeZone("Africa/Tripoli", TimeSpan.FromHours(2), null, null);

    /// <summary>The beginning of a page, up to its first section, with the day it was made.</summary>
    public static StringBuilder Begin(string title, DateTimeOffset now) => Begin(title, Date(now));

    /// <summary>The beginning of a page, up to its first section, with a first line.</summary>
    public static StringBuilder Begin(string title, string html) => new($$"""
        <!DOCTYPE html>
        <html lang="{{Texts.In("en", "ar", "fr")}}" dir="{{Texts.In("ltr", "rtl", "ltr")}}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{title}}</title><style>{{Style}}</style></head>
        <body><main><h1>{{title}}</h1>
        <p>{{html}}</p>

        """);

    /// <summary>Its end.</summary>
    public static string End(this StringBuilder page) => page.Append("</main></body></html>\n").ToString();

    /// <summary>A paragraph.</summary>
    public static StringBuilder Line(this StringBuilder page, string html) => page.Append("<p>").Append(html).Append("</p>\n");

    /// <summary>The answer that carries it.</summary>
    public static IResult Answer(HttpResponse response, string page)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentLanguage = Texts.In("en", "ar", "fr");
        return Results.Text(page, "text/html", Encoding.UTF8);
    }

    /// <summary>The list's word for a code; places have no French name.</summary>
    public static string Label(CodeList list, string code)
    {
        var column = $"label_{Texts.In("en", "ar", "fr")}";
        return list.Contains(code) ? Html.Encode(list[code][list.Columns.Contains(column) ? column : "label_en"]) : Foreign(code);
    }

    /// <summary>The day of an instant.</summary>
    public static string Date(DateTimeOffset instant) => Day(TimeZoneInfo.ConvertTime(instant, Libya));

    /// <summary>A day.</summary>
    public static string Date(DateOnly day) => Day(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));

    /// <summary>Of whatever script, in a direction of its own.</summary>
    public static string Foreign(string text) => $"<bdi>{Plain(text)}</bdi>";

    /// <summary>In the page's own direction.</summary>
    public static string Plain(string text) => Html.Encode(text);

    private static string Day(DateTimeOffset instant) => Html.Encode(instant.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo(Texts.In("en-GB", "ar-LY", "fr-FR"))));
}
