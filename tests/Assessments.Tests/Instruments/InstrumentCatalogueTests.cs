using System.Security.Cryptography;
using System.Text;
using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>Versions that nobody changes, and the newest of each.</summary>
public sealed class InstrumentCatalogueTests
{
    private const string New = "code: small\nversion: 2";

    [Fact]
    public void A_version_is_found_and_the_newest_is_the_highest()
    {
        var second = Files.With("code: small\nversion: 1", New);
        var tenth = Files.With("code: small\nversion: 1", "code: small\nversion: 10");
        var catalogue = new InstrumentCatalogue([("small.10.yaml", tenth), ("small.1.yaml", Files.Small), ("small.2.yaml", second)]);
        Assert.Equal([1, 2, 10], catalogue.All.Select(instrument => instrument.Version));
        Assert.Equal(10, catalogue.NewestOf("small")!.Version);
        Assert.Equal([10], catalogue.Newest.Select(instrument => instrument.Version));
        Assert.Equal(1, catalogue.Find("small", 1)!.Version);
        Assert.Null(catalogue.Find("small", 3));
        Assert.Null(catalogue.Find("large", 1));
        Assert.Null(catalogue.NewestOf("large"));
    }

    [Fact]
    public void What_is_wrong_in_several_files_is_said_at_once()
    {
        var refused = Assert.Throws<InstrumentRefusedException>(() => new InstrumentCatalogue(
            [("small.1.yaml", Files.With("kind: date", "kind: time")), ("small.2.yaml", Files.With("code: small\nversion: 1", New).Replace("gives: low", "gives: lowest", StringComparison.Ordinal))]));
        Assert.Equal(["small.1.yaml", "small.2.yaml"], refused.Problems.Select(problem => problem.File).Distinct());
    }

    /// <summary>
    /// An assessment keeps the version it was made with. A published file that was changed would give old answers a new meaning: what changes is a new file with the next version,
    /// and its line in published.txt (<c>sha256sum *.yaml</c> in its folder).
    /// </summary>
    [Fact]
    public void What_was_published_is_never_changed()
    {
        var published = Published();
        Assert.NotEmpty(published);
        Assert.Equal(published.Keys.Order(StringComparer.Ordinal), InstrumentCatalogue.ShippedFiles());
        Assert.All(published, line => Assert.Equal(line.Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(InstrumentCatalogue.ShippedText(line.Key))))));
    }

    [Fact]
    public void Versions_of_an_instrument_have_no_gaps() => Assert.All(
        InstrumentCatalogue.Shipped.All.GroupBy(instrument => instrument.Code), versions => Assert.Equal(Enumerable.Range(1, versions.Count()), versions.Select(instrument => instrument.Version)));

    private static Dictionary<string, string> Published()
    {
        using var stream = typeof(InstrumentCatalogue).Assembly.GetManifestResourceStream("published.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")).ToDictionary(parts => parts[1], parts => parts[0]);
    }
}
