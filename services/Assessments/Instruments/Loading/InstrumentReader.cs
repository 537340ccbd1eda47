using System.Text.RegularExpressions;
using Platform.Assessments.Instruments.Checks;
using Platform.Contracts.Codes;

namespace Platform.Assessments.Instruments.Loading;

/// <summary>Reads the file of an instrument and refuses it, with the line, when anything in it is wrong or could never matter.</summary>
public static partial class InstrumentReader
{
    private static readonly string[] Subjects = ["person", "household", "incident", "area"];
    private static readonly string[] Outcomes = ["level", "decision"];

    /// <summary>The instrument that a file of that name with that text is.</summary>
    /// <exception cref="InstrumentRefusedException">With everything that is wrong with it.</exception>
    public static Instrument Read(string file, string text)
    {
        var problems = new Problems(file);
        var draft = new Draft(problems);
        var root = YamlMap.Root(text, problems);
        problems.Refuse();

        var heading = ReadHeading(root!, problems);
        if (file != $"{heading.Code}.{heading.Version}.yaml")
        {
            problems.Add(root!.Node, $"The file of this is {heading.Code}.{heading.Version}.yaml.");
        }

        var opened = new SectionReader(draft, heading.WithoutIdentifiers).ReadSections(root!);
        List<Section> sections = [.. new ShowReader(draft).Read(opened)];
        problems.Refuse();   // what follows reads questions, and would only repeat what is wrong with them

        var rules = new RuleReader(draft).Read(root!);
        root!.End();
        problems.Refuse();

        var instrument = new Instrument(heading, sections, [.. draft.Results.Values], rules);
        new InstrumentChecks(instrument, draft).Run();
        problems.Refuse();
        return instrument;
    }

    private static Heading ReadHeading(YamlMap root, Problems problems)
    {
        var heading = new Heading(
            root.Code(), root.Number("version") ?? 0, root.Wording("title"), root.Wording("about"), root.Wording("notice"), OneOf(root, "subject", Subjects, problems),
            OneOf(root, "package", CodeList.Packages.Codes, problems), OneOf(root, "outcome", Outcomes, problems), root.Says("without-identifiers"), root.Says("open-blocks"));
        if (heading.Version < 1)
        {
            problems.Add(root.Node, "Versions count from 1.");
        }

        return heading;
    }

    private static string OneOf(YamlMap map, string key, IReadOnlyList<string> allowed, Problems problems)
    {
        var word = map.Word(key) ?? "";
        if (word.Length > 0 && !allowed.Contains(word))
        {
            problems.Add(map.Node, $"'{key}' is one of {string.Join(", ", allowed)}.");
        }

        return word;
    }

    [GeneratedRegex(@"\A(?=.{1,60}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    internal static partial Regex CodeForm();
}
