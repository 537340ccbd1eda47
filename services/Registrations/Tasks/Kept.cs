namespace Platform.Registrations.Tasks;

/// <summary>What the caller keeps, and does not only read: as the policies ask before a change.</summary>
internal static class Kept
{
    /// <summary>How many days before its last day a follow-up is one's task.</summary>
    public const int DaysAhead = 7;

    /// <summary>A file, not in its handover and not opened in an emergency.</summary>
    public static string File(string person, string? package = null) => Granted(person, "g.because not in ('handover', 'break-glass')", package);

    /// <summary>What was seen of a place, not by oversight.</summary>
    public static string Place(string record) => Granted(record, "g.because in ('ownership', 'assignment', 'supervision')", FieldRecords.Site);

    private static string Granted(string record, string because, string? package) => $"""
        exists (select 1 from access.grants g where g.record = {record} and g.grantee = any ((select access.grantees())::uuid[]) and {because}
                   and (g.until is null or g.until > access.now()){(package is null ? "" : $" and '{package}' = any (g.packages)")})
        """;
}
