namespace Platform.Scope.Tests;

/// <content>How a condition is taken apart.</content>
public sealed partial class Mutants
{
    /// <summary>A condition with each part in turn replaced: a term of an AND by true, an alternative of an OR by false; and the whole by true.</summary>
    public static IEnumerable<(string Part, string By, string Whole)> Parts(string condition)
    {
        yield return (condition, "true", "true");
        for (var open = condition.IndexOf('('); open >= 0; open = condition.IndexOf('(', open + 1))
        {
            // as PostgreSQL writes conditions, every AND and OR stands in parentheses of its own
            List<(int From, int To)> parts = [];
            var (depth, from, quoted, word) = (0, open + 1, false, "");
            for (var at = open + 1; at < condition.Length; at++)
            {
                if (condition[at] == '\'') quoted = !quoted;
                if (quoted) continue;

                if (condition[at] == '(') depth++;
                if (condition[at] == ')' && depth-- == 0)
                {
                    parts.Add((from, at));
                    break;
                }

                foreach (var between in (string[])[" AND ", " OR "])
                {
                    if (depth == 0 && string.CompareOrdinal(condition, at, between, 0, between.Length) == 0)
                    {
                        parts.Add((from, at));
                        (from, word) = (at + between.Length, between.Trim());
                    }
                }
            }

            foreach (var (start, end) in parts.Count > 1 ? parts : [])
            {
                var by = word == "AND" ? "true" : "false";
                yield return (condition[start..end], by, $"{condition[..start]}{by}{condition[end..]}");
            }
        }
    }
}
