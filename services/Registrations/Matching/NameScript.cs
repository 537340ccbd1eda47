namespace Platform.Registrations.Matching;

/// <summary>What a word of a name is written in.</summary>
public enum NameScript
{
    /// <summary>Latin letters, with or without accents.</summary>
    Latin,

    /// <summary>Arabic letters.</summary>
    Arabic,

    /// <summary>Any other letters: such words are only compared as they stand.</summary>
    Other,
}
