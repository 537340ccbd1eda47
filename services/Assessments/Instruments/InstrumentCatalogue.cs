using System.Collections.Frozen;
using Platform.Assessments.Instruments.Loading;

namespace Platform.Assessments.Instruments;

/// <summary>All versions of all instruments. A version that was published is never changed: an assessment keeps the one it was made with.</summary>
public sealed class InstrumentCatalogue
{
    private static readonly Lazy<InstrumentCatalogue> BuiltIn = new(() => new(ShippedFiles().Select(file => (file, ShippedText(file)))));

    private readonly FrozenDictionary<(string Code, int Version), Instrument> _all;
    private readonly FrozenDictionary<string, Instrument> _newest;

    /// <summary>Reads and checks files, each by its name.</summary>
    /// <exception cref="InstrumentRefusedException">When one of them is wrong, with all that is wrong in all of them.</exception>
    public InstrumentCatalogue(IEnumerable<(string File, string Text)> files)
    {
        var (instruments, problems) = (new List<Instrument>(), new List<InstrumentProblem>());
        foreach (var (file, text) in files)
        {
            try
            {
                instruments.Add(InstrumentReader.Read(file, text));
            }
            catch (InstrumentRefusedException refused)
            {
                problems.AddRange(refused.Problems);
            }
        }

        if (problems.Count > 0)
        {
            throw new InstrumentRefusedException(problems);
        }

        All = [.. instruments.OrderBy(instrument => instrument.Code, StringComparer.Ordinal).ThenBy(instrument => instrument.Version)];
        _all = All.ToFrozenDictionary(instrument => (instrument.Code, instrument.Version));
        _newest = All.GroupBy(instrument => instrument.Code).ToFrozenDictionary(versions => versions.Key, versions => versions.Last(), StringComparer.Ordinal);
    }

    /// <summary>Those that the platform ships, read once.</summary>
    public static InstrumentCatalogue Shipped => BuiltIn.Value;

    /// <summary>By code and version.</summary>
    public IReadOnlyList<Instrument> All { get; }

    /// <summary>The newest version of each, by code: what a new assessment is made with.</summary>
    public IEnumerable<Instrument> Newest => All.Where(instrument => _newest[instrument.Code] == instrument);

    /// <summary>That version of it, if there is one.</summary>
    public Instrument? Find(string code, int version) => _all.GetValueOrDefault((code, version));

    /// <summary>The newest version of it, if it is there at all.</summary>
    public Instrument? NewestOf(string code) => _newest.GetValueOrDefault(code);

    /// <summary>The names of the files that are built in.</summary>
    public static IEnumerable<string> ShippedFiles() => typeof(InstrumentCatalogue).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>What stands in one of them.</summary>
    public static string ShippedText(string file)
    {
        using var stream = typeof(InstrumentCatalogue).Assembly.GetManifestResourceStream(file) ?? throw new ArgumentException($"{file} is not built in.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
