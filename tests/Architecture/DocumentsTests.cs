using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Architecture.Tests;

/// <summary>What the documents say is checked by a test is.</summary>
public sealed partial class DocumentsTests
{
    [Theory]
    [InlineData("docs/access.md")]
    [InlineData("docs/do-no-harm.md")]
    [InlineData("docs/lessons.md")]
    public void Every_test_that_is_named_exists(string document)
    {
        var named = Repository.Read(document).Split('\n').SelectMany(line => line.Split('▸').Skip(1)).SelectMany(after => Name().Matches(After().Match(after).Value)).Select(name => name.Groups[1].Value).ToList();
        Assert.NotEmpty(named);

        var tests = Repository.Code("tests").SelectMany(file => Declared().Matches(Repository.Read(file))).Select(name => name.Groups[1].Value).ToHashSet();
        Assert.Equal([], named.Except(tests));
    }

    [Fact]
    public void Each_of_the_rules_stands_there_once_and_what_is_kept_names_its_test()
    {
        var rows = Repository.Read("docs/do-no-harm.md").Split('\n').Where(line => Rule().IsMatch(line)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();

        Assert.Equal(Enumerable.Range(1, 38), rows.Select(row => int.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.Equal([], rows.Where(row => row[3] is not ("kept" or "partly" or "to come" or "organisational")).Select(row => row[1]));
        Assert.Equal([], rows.Where(row => row[3] is "kept" or "partly" && !row[4].Contains('▸', StringComparison.Ordinal)).Select(row => row[1]));
    }

    [GeneratedRegex(@"^( *`[A-Za-z_0-9]+`)+")]
    private static partial Regex After();

    [GeneratedRegex("`([A-Za-z_0-9]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:class|Task|void) ([A-Za-z][A-Za-z_0-9]+)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^\| [0-9]+ \|")]
    private static partial Regex Rule();
}
