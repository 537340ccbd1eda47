using YamlDotNet.RepresentationModel;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Everything that is wrong with one file, collected so that its author reads it at once.</summary>
internal sealed class Problems(string file)
{
    private readonly List<InstrumentProblem> _found = [];

    public void Add(YamlNode at, string text) => Add((int)at.Start.Line, text);

    public void Add(int line, string text) => _found.Add(new(file, line, text));

    /// <summary>Goes no further when something is wrong.</summary>
    public void Refuse()
    {
        if (_found.Count > 0)
        {
            throw new InstrumentRefusedException([.. _found.OrderBy(problem => problem.Line).Distinct()]);
        }
    }
}
