namespace Platform.Contracts.Codes;

/// <summary>
/// The place codes of OCHA for Libya: each level's code begins with the code of the level above
/// (<c>LY03</c> south, <c>LY0319</c> Sabha district, <c>LY031901</c> Sabha municipality).
/// </summary>
public static class Pcode
{
    /// <summary>The district (mantika) of a municipality's code; a district's code stays what it is.</summary>
    public static string Adm2Of(string pcode) => Cut(pcode, 6);

    /// <summary>The region of a municipality's or district's code.</summary>
    public static string Adm1Of(string pcode) => Cut(pcode, 4);

    private static string Cut(string pcode, int length) =>
        CodeLevel(pcode) is var level && level >= length ? pcode[..length]
            : throw new ArgumentException($"'{pcode}' is not a place code of at least {length} characters.", nameof(pcode));

    /// <summary>The length of a code that one of the lists has, or 0: <c>LY9999</c> looks like a place and is none.</summary>
    private static int CodeLevel(string pcode) => pcode.Length switch
    {
        8 when CodeList.Adm3.Contains(pcode) => 8,
        6 when CodeList.Adm2.Contains(pcode) => 6,
        4 when CodeList.Adm1.Contains(pcode) => 4,
        _ => 0,
    };
}
