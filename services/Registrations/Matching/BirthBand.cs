namespace Platform.Registrations.Matching;

/// <summary>Four birth years as one, so that a key of a name and a band says little by how often it stands there. A year that is not known has a band of its own.</summary>
internal static class BirthBand
{
    public const int Unknown = 0;

    /// <summary>How far years may be apart and still be looked for.</summary>
    private const int Reach = 3;

    private const int Width = 4;
    private const int Earliest = 1900;
    private const int Latest = 2039;

    public static int Of(int? year) => year is { } known ? 1 + ((Math.Clamp(known, Earliest, Latest) - Earliest) / Width) : Unknown;

    /// <summary>Bands in which a record of this person may stand: those within three years and the unknown one; all, where no year is known.</summary>
    public static IEnumerable<int> Around(int? year) => year is { } known
        ? [Unknown, .. Enumerable.Range(Of(known - Reach), Of(known + Reach) - Of(known - Reach) + 1)]
        : Enumerable.Range(Unknown, Of(Latest) + 1);
}
