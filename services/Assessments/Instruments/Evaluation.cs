namespace Platform.Assessments.Instruments;

/// <summary>What an instrument makes of the answers so far. It proposes; somebody decides.</summary>
/// <param name="Shown">Codes of the questions that are asked now, in order.</param>
/// <param name="Errors">What is wrong with an answer, by its path.</param>
/// <param name="Missing">Codes of the questions that have to be answered and are not.</param>
/// <param name="Proposal">The level or decision that the answers lead to.</param>
/// <param name="Triggers">What has to be seen whatever the result is.</param>
/// <param name="OpenTriggers">What would have to be seen if what is unknown were so.</param>
/// <param name="Needs">Coded needs that the answers lead to.</param>
/// <param name="Measures">Measures in place of detention, the least restrictive first.</param>
/// <param name="Notes">What else is to be said.</param>
public sealed record Evaluation(
    IReadOnlyList<string> Shown, IReadOnlyDictionary<string, string[]> Errors, IReadOnlyList<string> Missing, Proposal Proposal, IReadOnlyList<Reason> Triggers, IReadOnlyList<OpenPoint> OpenTriggers,
    IReadOnlyList<ProposedNeed> Needs, IReadOnlyList<Said> Measures, IReadOnlyList<Said> Notes);

/// <summary>A level or a decision that is proposed.</summary>
/// <param name="Result">Its code.</param>
/// <param name="Text">As it is shown.</param>
/// <param name="Certain">Nothing that is not known could change it.</param>
/// <param name="Reasons">Each rule that gives it.</param>
/// <param name="Open">What could change it.</param>
public sealed record Proposal(string Result, Wording Text, bool Certain, IReadOnlyList<Reason> Reasons, IReadOnlyList<OpenPoint> Open);

/// <summary>Why something is proposed.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Text">In words.</param>
/// <param name="Gives">Code of the result that it gives, if it gives one.</param>
/// <param name="Used">The answers and facts that made it hold.</param>
/// <param name="RestsOn">The questions and facts that are not known, and count as what is safer until they are.</param>
public sealed record Reason(string Rule, Wording Text, string? Gives, IReadOnlyList<UsedAnswer> Used, IReadOnlyList<string> RestsOn);

/// <summary>An answer or fact that a rule used.</summary>
/// <param name="Code">Of the question, or the name of the fact.</param>
/// <param name="Answer">The codes, or the number; unknown or declined where that was said, nothing where nothing was.</param>
public sealed record UsedAnswer(string Code, IReadOnlyList<string> Answer);

/// <summary>A rule that could hold if what is not known were known.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Text">In words.</param>
/// <param name="Gives">The result that it would give, if it would give one.</param>
/// <param name="DependsOn">The questions and facts that are not known.</param>
public sealed record OpenPoint(string Rule, Wording Text, string? Gives, IReadOnlyList<string> DependsOn);

/// <summary>A need, by a code of a scheme in its version.</summary>
public sealed record ProposedNeed(string Scheme, string SchemeVersion, string Code, IReadOnlyList<UsedAnswer> Used);

/// <summary>Something that is said, by its code.</summary>
public sealed record Said(string Code, Wording Text, IReadOnlyList<UsedAnswer> Used);
