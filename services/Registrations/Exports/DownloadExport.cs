using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Access;

namespace Platform.Registrations.Exports;

/// <summary>An approved export as a file of lines, for who asked for it: a header, and a line for each person with the watermark at its end.</summary>
public static partial class DownloadExport
{
    private static readonly SendExport.Form Csv = new("text/csv; charset=utf-8", null, "csv", Head, Line, _ => "");

    private static readonly string[] OfIdentity = ["givenName", "familyName", "otherNames", "sex", "birthDate", "birthYear", "agePrecision", "nationality", "languages", "note", "transliterations", "nationalities"];

    private static readonly string[] OfContact = ["phone", "safeToCall", "preferredChannel", "safeTimes", "mayLeaveMessage"];

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exports/{exportId:guid}/file", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).NeedsFeature(Features.ExportOfFiles)
            .Produces<string>(StatusCodes.Status200OK, "text/csv");

    private static Task<IResult> HandleAsync(Guid exportId, HttpContext http, ScopedDatabase database, CancellationToken ct) => SendExport.AsAsync(Csv, exportId, http, database, ct);

    // the mark of UTF-8 first: spreadsheets read Arabic wrongly without it
    private static string Head(Watermark mark, IReadOnlyList<string> packages) =>
        "\uFEFF" + Joined([.. packages.Contains("identity") ? OfIdentity : [], .. packages.Contains("contact") ? OfContact : [], "watermark"]);

    private static string Line(Watermark mark, IReadOnlyList<string> packages, ExportedPerson person)
    {
        var (identity, contact) = (person.Identity, person.Contact);
        string?[] ofIdentity =
        [
            identity.GivenName, identity.FamilyName, identity.OtherNames, identity.Sex, identity.BirthDate?.ToString("O", CultureInfo.InvariantCulture),
            identity.BirthYear?.ToString(CultureInfo.InvariantCulture), identity.AgePrecision, identity.Nationality, string.Join(' ', identity.Languages), identity.Note,
            string.Join(" | ", (identity.Transliterations ?? []).Select(name => name.Name)), string.Join(' ', identity.Claims.Select(claim => $"{claim.Country}:{claim.State}")),
        ];
        string?[] ofContact = [contact.Phone, contact.SafeToCall ? "true" : "false", contact.PreferredChannel, contact.SafeTimes, contact.MayLeaveMessage ? "true" : "false"];
        return Joined([.. packages.Contains("identity") ? ofIdentity : [], .. packages.Contains("contact") ? ofContact : [], mark.Text]);
    }

    private static string Joined(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>One cell, in quotes. What a spreadsheet would run as a formula, also behind what cannot be seen or where it begins cells elsewhere, has an apostrophe before it.</summary>
    internal static string Cell(string? text) => $"\"{Formula().Replace(Breaks().Replace(text ?? "", " "), "'").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"[\r\n\t\u0085\u2028\u2029]+")]
    private static partial Regex Breaks();

    [GeneratedRegex("""(?:^|(?<=[;,|"]))(?=[\s\p{C}\p{Z}'"]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])""")]
    private static partial Regex Formula();
}
