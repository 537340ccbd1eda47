namespace Platform.Assessments.Instruments;

/// <summary>What can be said of a condition. What nobody knows is neither true nor false, so that it never counts as a no.</summary>
internal enum Truth : sbyte
{
    False = 0,
    Unknown = 1,
    True = 2,
}

/// <summary>What a condition may still turn out to be while not everything it reads is chosen.</summary>
[Flags]
internal enum Possible : byte
{
    Nothing = 0,
    False = 1,
    Unknown = 2,
    True = 4,
}

internal static class Truths
{
    public static Truth Opposite(this Truth truth) => (Truth)(2 - (int)truth);

    public static Possible Alone(this Truth truth) => (Possible)(1 << (int)truth);

    public static bool May(this Possible possible, Possible one) => (possible & one) != 0;
}
