namespace Platform.Assessments.Instruments;

/// <summary>How far something that an instrument reads is known.</summary>
internal enum CellState : byte
{
    /// <summary>It is not asked, and that is certain: what would have been answered does not count.</summary>
    Hidden,

    /// <summary>Whether it is asked depends on what is not known yet.</summary>
    Pending,

    /// <summary>It is asked and not answered, or a fact that nobody gave.</summary>
    Silent,

    /// <summary>It was answered with unknown or declined.</summary>
    Withheld,

    /// <summary>It was answered.</summary>
    Given,
}

/// <summary>One answer or fact as conditions read it.</summary>
/// <param name="State">How far it is known.</param>
/// <param name="Number">The number, or the place of the code among the options.</param>
/// <param name="Codes">Of several codes: a bit for each place.</param>
internal readonly record struct Cell(CellState State, int Number, ulong Codes)
{
    public static readonly Cell Hidden = new(CellState.Hidden, 0, 0);
    public static readonly Cell Pending = new(CellState.Pending, 0, 0);
    public static readonly Cell Silent = new(CellState.Silent, 0, 0);
    public static readonly Cell Withheld = new(CellState.Withheld, 0, 0);

    public static Cell Of(int number) => new(CellState.Given, number, 0);

    public static Cell Several(ulong codes) => new(CellState.Given, 0, codes);

    /// <summary>Whether nobody knows it, for whatever reason.</summary>
    public bool IsOpen => State is CellState.Pending or CellState.Silent or CellState.Withheld;
}
