namespace Platform.Assessments.Instruments;

/// <summary>What is wrong with the file of an instrument, and where.</summary>
/// <param name="File">Its name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Text">For who writes instruments.</param>
public sealed record InstrumentProblem(string File, int Line, string Text)
{
    /// <summary>As a compiler says it.</summary>
    public override string ToString() => $"{File}({Line}): {Text}";
}

/// <summary>An instrument that is not loaded, with everything that is wrong with it.</summary>
public sealed class InstrumentRefusedException(IReadOnlyList<InstrumentProblem> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>In the order of the lines.</summary>
    public IReadOnlyList<InstrumentProblem> Problems => problems;
}
