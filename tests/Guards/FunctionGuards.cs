using System.Text.RegularExpressions;

namespace Platform.Guards.Tests;

/// <summary>
/// Finds the conditions in the functions of the databases that act with more rights than their caller (SECURITY DEFINER), as they stand after all
/// migrations, and puts a switch to each: a term that must be so is taken to be so, and what refuses never does. What only says which row is meant
/// (<c>person_id = p_person</c>) has no switch, nor has an alternative without which less is seen.
/// </summary>
public sealed partial class FunctionGuards
{
    /// <summary>What a guard's name begins with.</summary>
    public const string Prefix = "function ";

    // without which the same is done again, and no more is seen
    private static readonly string[] SparingWork =
    [
        "access access.keep_evacuated: (select coalesce(", "referrals erase_content: note is not null", "referrals erase_content: packet_state <> 'destroyed'",
    ];

    private static readonly string[] Ends = ["then", ";", "where", "group", "order", "limit", "for", "returning", "union", "from", "on", "join", "left", "cross", "having", "when", "else", "loop"];

    private readonly Function function;
    private readonly List<Token> tokens;
    private readonly List<(int At, string Text)> inserted = [];
    private readonly Dictionary<string, int> taken;
    private readonly List<string> found = [];

    private FunctionGuards(Function function, Dictionary<string, int> taken) =>
        (this.function, this.taken, tokens) = (function, taken, [.. TokenPattern().Matches(function.Body).Where(token => !token.Value.StartsWith("--", StringComparison.Ordinal)).Select(token => new Token(token.Value, token.Index, token.Index + token.Length))]);

    private sealed record Token(string Text, int From, int To);

    private sealed record Function(string Service, string Name, string File, int At, string Body);

    /// <summary>The guards of one service's migrations, which run in order of their names, and the texts with switches of those that have any.</summary>
    /// <param name="service">Whose they are.</param>
    /// <param name="migrations">Files, from the root, and their texts.</param>
    public static (IReadOnlyList<(Guard Guard, string Function)> Guards, IReadOnlyDictionary<string, string> Bodies, IReadOnlyDictionary<string, string> Switched) In(string service, IReadOnlyDictionary<string, string> migrations)
    {
        var functions = new Dictionary<string, Function>();
        foreach (var (file, text) in migrations.OrderBy(migration => migration.Key, StringComparer.Ordinal))
        {
            foreach (var match in DefinitionPattern().Matches(text).Concat(DropPattern().Matches(text)).OrderBy(match => match.Index))
            {
                var key = $"{match.Groups["name"].Value}({string.Join(',', match.Groups["parameters"].Value.Split(',').Select(parameter => NamePattern().Replace(parameter.Trim(), "")))})";
                functions.Remove(key);
                if (match.Groups["how"].Value.Contains("security definer", StringComparison.Ordinal)) functions[key] = new(service, match.Groups["name"].Value, file, match.Groups["body"].Index, match.Groups["body"].Value);
            }
        }

        var (guards, switched, taken) = (new List<(Guard, string)>(), new Dictionary<string, string>(), new Dictionary<string, int>());
        foreach (var function in functions.Values.OrderBy(function => function.File, StringComparer.Ordinal).ThenByDescending(function => function.At))   // what stands later in a file first, so that places stay
        {
            var with = new FunctionGuards(function, taken);
            var body = with.Body();
            guards.AddRange(with.found.Select(name => (new Guard(name, function.File), function.Name)));
            var text = switched.GetValueOrDefault(function.File) ?? migrations[function.File];
            switched[function.File] = $"{text[..function.At]}{body}{text[(function.At + function.Body.Length)..]}";
        }

        return (guards, functions.Values.DistinctBy(function => function.Name).ToDictionary(function => function.Name, function => function.Body), switched);
    }

    /// <summary>The function's body with a switch at each of its guards.</summary>
    private string Body()
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            var word = tokens[at].Text;
            if (word is "where" or "if" or "elsif" or "when" or "then" or "else" or "return" or "select" || (word == "on" && Text(at + 1) != "conflict" && Text(at - 1) != "distinct")) Condition(word, at + 1);
            if (word == "(" && Text(at + 1) is not ("select" or "with")) Condition(word, at + 1);
        }

        return inserted.OrderByDescending(one => one.At).Aggregate(function.Body, (body, one) => body.Insert(one.At, one.Text));
    }

    private string Text(int at) => at >= 0 && at < tokens.Count ? tokens[at].Text : "";

    private void Condition(string word, int from)
    {
        if (word == "where" && Text(from - 2) == "(" && Text(from - 3) == "filter") return;   // what is counted
        if (word == "return" && Text(from) is "query" or "next" or "case") return;
        if (word == "where" && OnlyLocks(from)) return;

        var (terms, between, end) = Terms(from);
        var refuses = word is "if" or "elsif" && (Text(end + 1) == "raise" || (Text(end + 1) == "return" && Text(end + 2) is not ("query" or "next")));
        if (refuses && (terms.Count == 1 || between.Contains("and")))
        {
            Switch(terms[0].From, terms[^1].To, isSo: false);
            return;
        }

        if (terms.Count == 1 && word is "(" or "then" or "else" or "return" or "select") return;   // a value

        if (!refuses && between.Count > 0 && !between.Contains("and"))   // alternatives, all of them: any would do
        {
            if (word is "where" or "if" or "elsif" or "when") Switch(terms[0].From, terms[^1].To, isSo: true);
            return;
        }

        for (var at = 0; at < terms.Count; at++)
        {
            var isAlternative = between.Count > 0 && between.ElementAtOrDefault(at - 1) != "and" && between.ElementAtOrDefault(at) != "and";
            if (!isAlternative || refuses) Switch(terms[at].From, terms[at].To, isSo: !isAlternative);
        }
    }

    /// <summary>Who waits for a row looks at it again afterwards: what was not to be had is asked for where <c>found</c> follows.</summary>
    private bool OnlyLocks(int at)
    {
        var (start, end) = (tokens.FindLastIndex(at, token => token.Text is ";" or "begin" or "then"), tokens.FindIndex(at, token => token.Text == ";"));
        return Text(start + 1) == "perform" && Text(end + 1) != "if";
    }

    /// <summary>The terms from a token on, as first and last token; the words between them; and the token at which it ends.</summary>
    private (List<(int From, int To)> Terms, List<string> Between, int End) Terms(int from)
    {
        var (terms, between, depth, start, at) = (new List<(int, int)>(), new List<string>(), 0, from, from);
        for (; at < tokens.Count; at++)
        {
            var word = tokens[at].Text;
            if (depth == 0 && (word is ")" or "," or "end" || (Ends.Contains(word) && !(word == "from" && Text(at - 1) == "distinct")))) break;
            if (word is "(" or "case") depth++;
            if (word is ")" or "end") depth--;
            if (depth > 0 || word is not ("and" or "or")) continue;

            terms.Add((start, at - 1));
            between.Add(word);
            start = at + 1;
        }

        if (at > start) terms.Add((start, at - 1));
        return (terms, between, at);
    }

    private void Switch(int first, int last, bool isSo)
    {
        if (last < first) return;

        var (from, to) = (tokens[first].From, tokens[last].To);
        var term = Space().Replace(function.Body[from..to], " ");
        if (WhichPattern().IsMatch(term)) return;

        var name = $"{Prefix}{function.Service} {function.Name}: {term}";
        if (SparingWork.Any(sparing => name.StartsWith($"{Prefix}{sparing}", StringComparison.Ordinal))) return;

        taken[name] = taken.GetValueOrDefault(name) + 1;
        if (taken[name] > 1) name += $" ({taken[name]})";
        found.Add(name);
        var removed = RemovedInDatabases.Is(name);
        inserted.Add((from, "(("));
        inserted.Add((to, isSo ? $") or {removed})" : $") and not {removed})"));
    }

    [GeneratedRegex(@"create (or replace )?function (?<name>[\w.]+)\((?<parameters>[^)]*)\)(?<how>[^$]*)\$\$(?<body>.*?)\$\$", RegexOptions.Singleline)]
    private static partial Regex DefinitionPattern();

    [GeneratedRegex(@"drop function (if exists )?(?<name>[\w.]+)\((?<parameters>[^)]*)\)")]
    private static partial Regex DropPattern();

    [GeneratedRegex(@"^p_\w+ ")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"--[^\n]*|'[^']*'|[\w.$]+|[();,]|[^\s\w();,']+")]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^((not )?found|'[^']*'|tg_op = 'DELETE'|[\w.]+ (=|<>) [a-z_][\w.]*|[\w.]+ (= any|<> all|in) \(p_\w+\)|\(.*\) < \(p_\w+, p_\w+\)|[\w.]+ = p_\w+ or [\w.]+ in \(select [^()]* where [\w.]+ = p_\w+\))$")]
    private static partial Regex WhichPattern();
}
