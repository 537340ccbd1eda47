using System.Globalization;
using Microsoft.AspNetCore.Http;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>A query string, read field by field; whatever is wrong with it is named, all at once.</summary>
internal sealed class QueryFields(IQueryCollection query)
{
    private readonly Dictionary<string, string[]> wrong = [];

    /// <summary>What is wrong with the query string, if anything.</summary>
    public Refusal? Refusal => wrong.Count > 0 ? Hosting.Refusal.Fields(wrong) : null;

    /// <summary>An id; null where it is not there, and may be absent.</summary>
    public Guid? Id(string name, bool mayBeAbsent = true)
    {
        if (Guid.TryParseExact(query[name].ToString(), "D", out var id))
        {
            return id;
        }

        if (!mayBeAbsent || query.ContainsKey(name))
        {
            Wrong(name, Texts.In("An id.", "معرّف.", "Un identifiant."));
        }

        return null;
    }

    /// <summary>An instant; null where it is not there, and may be absent.</summary>
    public DateTimeOffset? Instant(string name, bool mayBeAbsent = true)
    {
        if (DateTimeOffset.TryParse(query[name].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        if (!mayBeAbsent || query.ContainsKey(name))
        {
            Wrong(name, Texts.In("An instant, as 2026-01-31T12:00:00Z.", "لحظة زمنية، مثل 2026-01-31T12:00:00Z.", "Un instant, comme 2026-01-31T12:00:00Z."));
        }

        return null;
    }

    /// <summary>Text that is <paramref name="expected" />, or null where it is not there.</summary>
    public string? Text(string name, Func<string, bool> expected, string otherwise)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return null;
        }

        if (!expected(text.ToString()))
        {
            Wrong(name, otherwise);
        }

        return text.ToString();
    }

    private void Wrong(string name, string message) => wrong[$"$.{name}"] = [message];
}
