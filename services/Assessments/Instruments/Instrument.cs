using System.Collections.Frozen;

namespace Platform.Assessments.Instruments;

/// <summary>One version of an instrument: what is asked, when, and what is proposed for it. Read from a file and never changed.</summary>
public sealed class Instrument
{
    internal Instrument(Heading heading, IReadOnlyList<Section> sections, IReadOnlyList<Result> results, Compiled rules)
    {
        (Heading, Sections, Results, Rules) = (heading, sections, results, rules);
        Questions = [.. sections.SelectMany(section => section.Questions)];
        Places = Questions.ToFrozenDictionary(question => question.Code, question => question.Place, StringComparer.Ordinal);
    }

    /// <summary>What it is called and what it is for.</summary>
    public Heading Heading { get; }

    /// <summary>Lower-case words with hyphens.</summary>
    public string Code => Heading.Code;

    /// <summary>From 1. An assessment keeps the one it was made with.</summary>
    public int Version => Heading.Version;

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<Section> Sections { get; }

    /// <summary>All questions, in that order.</summary>
    public IReadOnlyList<Question> Questions { get; }

    /// <summary>The levels or decisions that it can propose.</summary>
    public IReadOnlyList<Result> Results { get; }

    internal Compiled Rules { get; }

    internal FrozenDictionary<string, int> Places { get; }

    /// <summary>The question of that code, if it is asked here.</summary>
    public Question? Find(string question) => Places.TryGetValue(question, out var place) ? Questions[place - InstrumentFacts.Count] : null;

    /// <summary>The result of that code.</summary>
    public Result ResultOf(string code) => Results.First(result => result.Code == code);

    /// <summary>What is decided, compiled.</summary>
    internal sealed record Compiled(Rule[] Triggers, Rule[] Rules, Rule? Otherwise, Rule Undecided, Extra[] Needs, Extra[] Measures, Extra[] Notes);
}

/// <summary>What an instrument is called and what it is for.</summary>
/// <param name="Code">Lower-case words with hyphens.</param>
/// <param name="Version">From 1.</param>
/// <param name="Title">What it is called.</param>
/// <param name="About">What it is for, and who uses it.</param>
/// <param name="Notice">What nobody should take its result for.</param>
/// <param name="Subject">person, household, incident or area: about what it is filled in.</param>
/// <param name="Package">The package that its answers belong to, which decides who may read them.</param>
/// <param name="Outcome">level or decision.</param>
/// <param name="WithoutIdentifiers">It asks nothing that could name anybody: no words, no days.</param>
/// <param name="OpenBlocks">A rule does not decide while one before it is open: nothing is approved before what speaks against it is known.</param>
public sealed record Heading(string Code, int Version, Wording Title, Wording About, Wording Notice, string Subject, string Package, string Outcome, bool WithoutIdentifiers,
    bool OpenBlocks);

/// <summary>Questions that belong together.</summary>
public sealed class Section
{
    internal Section(string code, Wording title, Condition? show, IReadOnlyList<Question> questions) =>
        (Code, Title, Show, Questions) = (code, title, show, questions);

    /// <summary>Lower-case words with hyphens.</summary>
    public string Code { get; }

    /// <summary>What it is called.</summary>
    public Wording Title { get; }

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<Question> Questions { get; }

    internal Condition? Show { get; }
}

/// <summary>One question.</summary>
public sealed class Question
{
    internal Question(string code, QuestionKind kind, Wording text, Wording? help, bool required, IReadOnlyList<Option> options, (int Least, int Most)? range, int place)
    {
        (Code, Kind, Text, Help, Required, Options, Range, Place) = (code, kind, text, help, required, options, range, place);
        Codes = options.Select((option, at) => (option.Code, at)).ToFrozenDictionary(pair => pair.Code, pair => pair.at, StringComparer.Ordinal);
        Alone = options.Select((option, at) => option.Alone && at < 64 ? 1UL << at : 0).Aggregate(0UL, (all, one) => all | one);
    }

    /// <summary>Never used for anything else afterwards.</summary>
    public string Code { get; }

    /// <summary>What can be answered.</summary>
    public QuestionKind Kind { get; }

    /// <summary>What is asked.</summary>
    public Wording Text { get; }

    /// <summary>What helps who asks it.</summary>
    public Wording? Help { get; }

    /// <summary>It is answered whenever it is asked; unknown and declined are answers.</summary>
    public bool Required { get; }

    /// <summary>What can be chosen, unknown and declined aside.</summary>
    public IReadOnlyList<Option> Options { get; }

    /// <summary>Of a number: from where to where, both included.</summary>
    public (int Least, int Most)? Range { get; }

    /// <summary>Whether unknown and declined are answers to it: to everything but words.</summary>
    public bool MayBeWithheld => Kind != QuestionKind.Text;

    internal int Place { get; }

    internal FrozenDictionary<string, int> Codes { get; }

    /// <summary>The codes that are chosen alone.</summary>
    internal ulong Alone { get; }

    /// <summary>When it is asked, that of its section included; null: always.</summary>
    internal Condition? Show { get; set; }
}

/// <summary>What can be chosen.</summary>
/// <param name="Code">As it is kept.</param>
/// <param name="Text">As it is shown.</param>
/// <param name="Alone">Of several: nothing else is chosen with it, as with none of these.</param>
public sealed record Option(string Code, Wording Text, bool Alone);

/// <summary>A level or a decision.</summary>
/// <param name="Code">As it is kept.</param>
/// <param name="Text">As it is shown.</param>
/// <param name="ReviewDays">After how many days it is looked at again at the latest; a default of the programme, from no source.</param>
/// <param name="Priority">Below which no referral that follows from it may fall.</param>
public sealed record Result(string Code, Wording Text, int? ReviewDays, string? Priority);

/// <summary>What gives a result; a trigger that has to be seen and gives none leaves it as it is.</summary>
internal sealed record Rule(string Code, Wording Text, string? Gives, Condition When, int[] Doubts);

/// <summary>What is proposed or said whatever the result: a need, a measure, a note.</summary>
internal sealed record Extra(string Code, string? Scheme, string? SchemeVersion, Wording? Text, Condition When);
