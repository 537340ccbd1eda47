using System.Globalization;
using System.Text.Json;
using Platform.Hosting;

namespace Platform.Assessments.Instruments;

/// <summary>Reads one answer.</summary>
internal static class AnswerParser
{
    private const int LongestText = 2000;

    /// <summary>As conditions read it; with what is wrong with it, where it is no answer to this question and so is none.</summary>
    public static (Cell Cell, string? Wrong) Parse(Question question, JsonElement answer)
    {
        if (question.MayBeWithheld && TextOf(answer) is "unknown" or "declined")
        {
            return (Cell.Withheld with { Number = TextOf(answer) == "declined" ? 1 : 0 }, null);
        }

        return question.Kind switch
        {
            QuestionKind.OneOf or QuestionKind.YesNo => ParseCode(question, answer),
            QuestionKind.Several => ParseSeveral(question, answer),
            QuestionKind.Number => ParseNumber(question.Range!.Value, answer),
            QuestionKind.Date => ParseDay(answer),
            _ => ParseText(answer),
        };
    }

    private static (Cell Cell, string? Wrong) ParseCode(Question question, JsonElement answer)
    {
        if (TextOf(answer) is not { } code)
        {
            return Wrong(Texts.In("The code of one answer.", "رمز إجابة واحدة.", "Le code d'une seule réponse."));
        }

        return question.Codes.TryGetValue(code, out var at) ? (Cell.Of(at), null) : Wrong(NoCode());
    }

    private static (Cell Cell, string? Wrong) ParseSeveral(Question question, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() is 0)
        {
            return Wrong(Texts.In("A list with the code of at least one answer.", "قائمة فيها رمز إجابة واحدة على الأقل.", "Une liste avec le code d'au moins une réponse."));
        }

        var codes = 0UL;
        foreach (var item in answer.EnumerateArray())
        {
            if (TextOf(item) is not { } code || !question.Codes.TryGetValue(code, out var at))
            {
                return Wrong(NoCode());
            }

            if ((codes >> at & 1) == 1)
            {
                return Wrong(Texts.In("Each code once.", "كل رمز مرة واحدة.", "Chaque code une seule fois."));
            }

            codes |= 1UL << at;
        }

        return (codes & question.Alone) != 0 && (codes & codes - 1) != 0
            ? Wrong(Texts.In("One of these is chosen alone.", "أحد هذه الرموز يُختار وحده.", "L'une de ces réponses se choisit seule."))
            : (Cell.Several(codes), null);
    }

    private static (Cell Cell, string? Wrong) ParseNumber((int Least, int Most) range, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Number || !answer.TryGetInt32(out var number))
        {
            return Wrong(Texts.In("A whole number.", "عدد صحيح.", "Un nombre entier."));
        }

        return number >= range.Least && number <= range.Most
            ? (Cell.Of(number), null)
            : Wrong(Texts.In($"From {range.Least} to {range.Most}.", $"من {range.Least} إلى {range.Most}.", $"De {range.Least} à {range.Most}."));
    }

    private static (Cell Cell, string? Wrong) ParseDay(JsonElement answer) =>
        TextOf(answer) is { } day && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1900 and <= 2100
            ? (Cell.Of(date.DayNumber), null)
            : Wrong(Texts.In("A day, as 2026-01-31.", "تاريخ مثل 2026-01-31.", "Un jour, comme 2026-01-31."));

    private static (Cell Cell, string? Wrong) ParseText(JsonElement answer) =>
        TextOf(answer) is { Length: > 0 and <= LongestText } text && FieldRules.IsPlain(text)
            ? (Cell.Of(0), null)
            : Wrong(Texts.In($"A text of 1 to {LongestText} characters.", $"نص من 1 إلى {LongestText} حرف.", $"Un texte de 1 à {LongestText} caractères."));

    private static (Cell Cell, string? Wrong) Wrong(string text) => (Cell.Silent, text);

    private static string NoCode() => Texts.In("Not a code of this question.", "ليس رمزاً من رموز هذا السؤال.", "N'est pas un code de cette question.");

    // null where it is no text, as half of a surrogate pair
    private static string? TextOf(JsonElement answer)
    {
        try
        {
            return answer.ValueKind == JsonValueKind.String ? answer.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
