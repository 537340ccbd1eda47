using System.Globalization;
using Platform.Assessments.Instruments;

namespace Platform.Assessments.Tests.Instruments;

/// <summary>
/// Whether a condition can ever hold, decided by the loader, against every answer there is: small instruments are made at random, and what the loader refuses is what no answers bring about.
/// </summary>
public sealed class SearchTests
{
    private static readonly string?[] YesNo = ["yes", "no", "unknown"];

    [Fact]
    public void The_loader_refuses_exactly_what_no_answers_bring_about()
    {
        var (random, refused, loaded) = (new Random(3), 0, 0);
        for (var round = 0; round < 400; round++)
        {
            var (show, note) = (Make(random, 2, questions: 1), Make(random, 3, questions: 3));
            var all = Everything().ToList();
            var expected = Parts(show).All(part => all.Any(given => Of(part, given, show) is true)) && Parts(note).All(part => all.Any(given => Of(part, given, show) is true));
            Instrument? instrument = null;
            try
            {
                instrument = Files.Read(Text(show, note));
                loaded++;
            }
            catch (InstrumentRefusedException refusal)
            {
                Assert.All(refusal.Problems, problem => Assert.Contains("can never hold", problem.Text, StringComparison.Ordinal));
                refused++;
            }

            Assert.True(expected == instrument is not null, $"show {Yaml(show)} note {Yaml(note)}: {(expected ? "can" : "cannot")} hold");
            if (instrument is not null)
            {
                // and what is evaluated is what those who wrote the condition meant
                foreach (var given in all.Where((_, at) => at % 7 == 0))
                {
                    var answers = Answers.Of(("a", given.A), ("b", Of(show, given, show) is true ? given.B : null), ("c", given.C < 0 ? "unknown" : given.C));
                    Assert.Equal(Of(note, given, show) is true, Evaluator.Evaluate(instrument, new(given.Age), answers).Notes.Count == 1);
                }
            }
        }

        Assert.InRange(refused, 40, 360);
        Assert.InRange(loaded, 40, 360);
    }

    // a condition over the questions a (yes or no), b (the same, asked when show holds), c (0 to 3) and the age
    private sealed record Node(string Kind, string Says, Node[] Parts);

    private sealed record Given(string A, string B, int C, int? Age);

    private static IEnumerable<Given> Everything() =>
        from a in YesNo
        from b in YesNo
        from c in (int[])[-1, 0, 1, 2, 3]
        from age in (int?[])[null, 5, 17, 18, 40]
        select new Given(a!, b!, c, age);

    private static Node Make(Random random, int depth, int questions) => random.Next(depth == 0 ? 3 : 6) switch
    {
        0 => new("age", random.Next(3) switch { 0 => "at-most: 17", 1 => "at-least: 18", _ => "unknown: true" }, []),
        1 when questions > 1 => new("b", Pick(random, "is: yes", "is: no", "unknown: true"), []),
        2 when questions > 1 => new("c", Pick(random, "at-least: 1", "at-least: 3", "at-most: 0", "at-most: 2", "unknown: true"), []),
        3 => new("not", "", [Make(random, depth - 1, questions)]),
        4 => new("all", "", [Make(random, depth - 1, questions), Make(random, depth - 1, questions)]),
        5 => new("any", "", [Make(random, depth - 1, questions), Make(random, depth - 1, questions)]),
        _ => new("a", Pick(random, "is: yes", "is: no", "unknown: true"), []),
    };

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];

    private static IEnumerable<Node> Parts(Node node) => node.Parts.SelectMany(Parts).Append(node);

    // null: nobody knows; written down here once more, from what is meant
    private static bool? Of(Node node, Given given, Node show) => node.Kind switch
    {
        "not" => !Of(node.Parts[0], given, show),
        "all" => node.Parts.Select(part => Of(part, given, show)).Aggregate((one, other) => one is false || other is false ? false : one is null || other is null ? null : true),
        "any" => node.Parts.Select(part => Of(part, given, show)).Aggregate((one, other) => one is true || other is true ? true : one is null || other is null ? null : false),
        "a" => Said(node.Says, given.A),
        "b" => Of(show, given, show) switch { true => Said(node.Says, given.B), false => false, null => node.Says == "unknown: true" ? true : null },
        "c" => Number(node.Says, given.C < 0 ? null : given.C),
        _ => Number(node.Says, given.Age),
    };

    private static bool? Said(string says, string answer) => says == "unknown: true" ? answer == "unknown" : answer == "unknown" ? null : says == $"is: {answer}";

    private static bool? Number(string says, int? number)
    {
        var (kind, limit) = (says.Split(": ")[0], says.Split(": ")[1]);
        return kind == "unknown" ? number is null : number is not { } known ? null
            : kind == "at-most" ? known <= int.Parse(limit, CultureInfo.InvariantCulture) : known >= int.Parse(limit, CultureInfo.InvariantCulture);
    }

    private static string Yaml(Node node) => node.Kind switch
    {
        "not" => $"{{ not: {Yaml(node.Parts[0])} }}",
        "all" or "any" => $"{{ {node.Kind}: [{Yaml(node.Parts[0])}, {Yaml(node.Parts[1])}] }}",
        "age" => $"{{ fact: age, {node.Says} }}",
        _ => $"{{ question: {node.Kind}, {node.Says} }}",
    };

    private static string Text(Node show, Node note) => $$"""
        {{Files.Small[..Files.Small.IndexOf("option-sets:", StringComparison.Ordinal)]}}
        sections:
          - code: all
            title: { en: All, ar: كل, fr: Tout }
            questions:
              - { code: a, kind: yes-no, text: { en: A, ar: أ, fr: A } }
              - { code: b, kind: yes-no, text: { en: B, ar: ب, fr: B }, show: {{Yaml(show)}} }
              - { code: c, kind: number, least: 0, most: 3, text: { en: C, ar: ت, fr: C } }
        results:
          - { code: x, text: { en: X, ar: س, fr: X } }
        rules:
          - { code: r, gives: x, when: { question: a, is: yes }, text: { en: R, ar: ر, fr: R } }
        otherwise: { code: o, gives: x, text: { en: O, ar: و, fr: O } }
        undecided: { code: u, gives: x, text: { en: U, ar: غ, fr: U } }
        notes:
          - { code: n, when: {{Yaml(note)}}, text: { en: N, ar: ن, fr: N } }
        """;
}
