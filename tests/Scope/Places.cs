namespace Platform.Scope.Tests;

/// <summary>P-codes: each begins with that of the place it lies in, two letters and two digits for each level.</summary>
public static class Places
{
    /// <summary>Where agencies, teams, members and services of this world work.</summary>
    public static readonly string[] Areas = ["*", "LY02", "LY0211", "LY031901"];

    /// <summary>Where its people and referrals are.</summary>
    public static readonly string[] Districts = ["LY021104", "LY031901", "LY010101"];

    public static bool Hold(IEnumerable<string> areas, string place) => areas.Any(area => area == "*" || place.StartsWith(area, StringComparison.Ordinal));
}
