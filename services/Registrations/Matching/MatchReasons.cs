namespace Platform.Registrations.Matching;

/// <summary>Why two records may be one person, as codes that are told beside a candidate.</summary>
[Flags]
public enum MatchReasons
{
    /// <summary>Nothing of what follows.</summary>
    None = 0,

    /// <summary>Both given names, level 3 or more.</summary>
    SameGivenName = 1,

    /// <summary>Both fathers' names, level 3 or more.</summary>
    SameFathersName = 1 << 1,

    /// <summary>Both last names of three or more, level 3 or more.</summary>
    SameLastName = 1 << 2,

    /// <summary>Every name of the shorter side has its like.</summary>
    AllNames = 1 << 3,

    /// <summary>The names are the same in another order.</summary>
    OtherOrder = 1 << 4,

    /// <summary>One is written in Arabic and one in Latin letters.</summary>
    OtherScript = 1 << 5,

    /// <summary>An aligned name is spelt otherwise, or alike only.</summary>
    OtherSpelling = 1 << 6,

    /// <summary>A name that few have, 10 bits or more: less than one record in a thousand.</summary>
    RareName = 1 << 7,

    /// <summary>Birth years equal.</summary>
    SameYear = 1 << 8,

    /// <summary>Birth years one to three apart.</summary>
    YearNear = 1 << 9,

    /// <summary>A birth year was estimated.</summary>
    EstimatedYear = 1 << 10,

    /// <summary>Last seven digits of the phone equal.</summary>
    SamePhone = 1 << 11,

    /// <summary>One digit of the phone apart.</summary>
    PhoneNear = 1 << 12,

    /// <summary>Nationality equal.</summary>
    SameNationality = 1 << 13,

    /// <summary>Speaks against: sex differs.</summary>
    OtherSex = 1 << 14,

    /// <summary>Speaks against: nationality differs.</summary>
    OtherNationality = 1 << 15,
}

/// <summary>The codes of reasons.</summary>
public static class ReasonCodes
{
    private static readonly (MatchReasons Reason, string Code)[] Codes =
        [.. Enum.GetValues<MatchReasons>().Where(reason => reason != MatchReasons.None).Select(reason => (reason, Kebab(reason.ToString())))];

    /// <summary>Every code there is, as <c>same-given-name</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Codes.Select(code => code.Code)];

    /// <summary>The codes of these reasons, in the order of <see cref="All" />.</summary>
    public static IReadOnlyList<string> Of(MatchReasons reasons) => [.. Codes.Where(code => (reasons & code.Reason) != 0).Select(code => code.Code)];

    private static string Kebab(string name) => string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
