using System.Globalization;
using System.Text.Json;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>What a person was asked by a programme, as it was answered last.</summary>
/// <param name="Programme">Code of the programme.</param>
/// <param name="Title">What it is called, in the asker's language.</param>
/// <param name="Answers">By code of the field: a text, a number, a day, true or false, or the code of a choice.</param>
/// <param name="InWords">Each question with its answer, in the asker's language and in the order of the form.</param>
/// <param name="RecordedBy">Who wrote it down.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="Version">Goes up with each change.</param>
public sealed record ProgrammeAnswers(
    string Programme, string Title, IReadOnlyDictionary<string, JsonElement> Answers, IReadOnlyList<string> InWords, Guid RecordedBy, DateTimeOffset RecordedAt, int Version)
{
    /// <summary>The name they are sealed under, with the person's key.</summary>
    internal const string Name = "programme";

    // the form in force has all fields that were ever in force: it tells what each answer means
    internal const string Select = """
        select a.programme, f.form::text as form, a.sealed, a.recorded_by, a.recorded_at, a.version
          from person_programmes a join programme_forms f on f.code = a.programme and f.state = 'in-force'
        """;

    internal const string SelectAll = $"{Select} where a.person_id = @personId order by a.programme";

    internal const string SelectOne = $"{Select} where a.person_id = @personId and a.programme = @programme";

    internal sealed record Row(string Programme, string Form, byte[] Sealed, Guid RecordedBy, DateTimeOffset RecordedAt, int Version);

    internal static ProgrammeAnswers Of(Row row, RecordKey key)
    {
        var (form, answers) = (ProgrammeView.FormOf(row.Form), key.Open<Dictionary<string, JsonElement>>($"{Name} {row.Programme}", row.Sealed));
        return new(
            row.Programme, form.Title!.Told(), answers, [.. form.Fields!.Where(field => answers.ContainsKey(field.Code!)).Select(field => Line(field, answers[field.Code!]))], row.RecordedBy, row.RecordedAt,
            row.Version);
    }

    /// <summary>What is wrong with answers to a form, each by its path. What is asked no more may stay as it was answered, and is not answered anew.</summary>
    internal static Dictionary<string, string[]> WrongIn(IReadOnlyDictionary<string, JsonElement> answers, ProgrammeForm form, IReadOnlyDictionary<string, JsonElement>? before)
    {
        var wrong = new Dictionary<string, string[]>();
        foreach (var (code, answer) in answers)
        {
            if (form.Fields!.FirstOrDefault(field => field.Code == code) is not { } field)
            {
                wrong[$"$.answers.{code}"] = [Texts.In("This programme does not ask that.", "لا يسأل هذا البرنامج عن ذلك.", "Ce programme ne le demande pas.")];
            }
            else if (field.Retired is true && !(before?.TryGetValue(code, out var old) is true && JsonElement.DeepEquals(old, answer)))
            {
                wrong[$"$.answers.{code}"] = [Texts.In("This is asked no more.", "لم يعد يُسأل عن ذلك.", "Ce n'est plus demandé.")];
            }
            else if (!Fits(answer, field))
            {
                wrong[$"$.answers.{code}"] = [Expected(field.Type!)];
            }
        }

        foreach (var field in form.Fields!.Where(field => field is { Required: true, Retired: not true } && !answers.ContainsKey(field.Code!)))
        {
            wrong[$"$.answers.{field.Code}"] = [Texts.In("This has to be answered.", "يجب الإجابة عن هذا.", "Une réponse est nécessaire.")];
        }

        return wrong;
    }

    private static bool Fits(JsonElement answer, ProgrammeForm.Field field) => (field.Type, answer.ValueKind) switch
    {
        ("text", JsonValueKind.String) => TextOf(answer) is { Length: > 0 and <= 2000 } text && FieldRules.IsPlain(text),
        ("number", JsonValueKind.Number) => answer.TryGetDecimal(out var number) && Math.Abs(number) <= 1_000_000_000,
        ("date", JsonValueKind.String) => DateOnly.TryParseExact(TextOf(answer), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2100,
        ("yes-no", JsonValueKind.True or JsonValueKind.False) => true,
        ("choice", JsonValueKind.String) => TextOf(answer) is { } code && field.Choices!.Any(choice => choice.Code == code),
        _ => false,
    };

    /// <summary>Null where it is no text, as half of a surrogate pair.</summary>
    private static string? TextOf(JsonElement answer)
    {
        try
        {
            return answer.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Expected(string type) => type switch
    {
        "text" => Texts.In("A text of 1 to 2000 characters.", "نص من 1 إلى 2000 حرف.", "Un texte de 1 à 2000 caractères."),
        "number" => Texts.In("A number up to a billion.", "رقم حتى مليار.", "Un nombre jusqu'à un milliard."),
        "date" => Texts.In("A day, as 2026-01-31.", "تاريخ مثل 2026-01-31.", "Un jour, comme 2026-01-31."),
        "yes-no" => Texts.In("true or false.", "‏true أو false.", "true ou false."),
        _ => Texts.In("The code of one of the choices.", "رمز أحد الخيارات.", "Le code d'un des choix."),
    };

    private static string Line(ProgrammeForm.Field field, JsonElement answer) => $"{field.Label!.Told()}: " + (field.Type switch
    {
        "yes-no" => answer.GetBoolean() ? Texts.In("yes", "نعم", "oui") : Texts.In("no", "لا", "non"),
        "choice" => field.Choices!.FirstOrDefault(choice => choice.Code == answer.GetString())?.Label!.Told() ?? answer.GetString()!,
        _ => answer.ToString(),
    });
}
