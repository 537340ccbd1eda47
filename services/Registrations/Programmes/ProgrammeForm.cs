using System.Text.RegularExpressions;
using FluentValidation;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>What a programme asks of its people beyond the file: kept as data, so that it changes without a release.</summary>
/// <param name="Title">What the programme is called.</param>
/// <param name="Fields">1 to 40, in the order in which they are asked.</param>
public sealed partial record ProgrammeForm(ProgrammeForm.Label? Title, IReadOnlyList<ProgrammeForm.Field>? Fields)
{
    /// <summary>The same in the languages of the platform.</summary>
    public sealed record Label(string? En, string? Ar, string? Fr)
    {
        /// <summary>In the asker's language.</summary>
        public string Told() => Texts.In(En!, Ar!, Fr!);
    }

    /// <summary>One question.</summary>
    /// <param name="Code">Lower-case words with hyphens; never used for anything else afterwards.</param>
    /// <param name="Type">text, number, date, yes-no or choice.</param>
    /// <param name="Label">What is asked.</param>
    /// <param name="Required">It is answered whenever the form is filled in.</param>
    /// <param name="Choices">Of a choice: 2 to 50.</param>
    /// <param name="Retired">It is asked no more; what was answered stays.</param>
    public sealed record Field(string? Code, string? Type, Label? Label, bool? Required, IReadOnlyList<Choice>? Choices, bool? Retired);

    /// <summary>One answer of a choice.</summary>
    public sealed record Choice(string? Code, Label? Label);

    /// <summary>Lower-case words with hyphens, 2 to 40 characters.</summary>
    public static bool IsCode(string? code) => code is { Length: >= 2 and <= 40 } && Code().IsMatch(code);

    /// <summary>What a form keeps to, whatever was before it.</summary>
    internal sealed class Rules : AbstractValidator<ProgrammeForm>
    {
        public Rules()
        {
            RuleFor(form => form.Title!).NotNull().SetValidator(new LabelRules());
            RuleFor(form => form.Fields).Must(fields => fields is { Count: >= 1 and <= 40 }).WithMessage(_ => Texts.In("1 to 40 fields.", "من 1 إلى 40 حقلاً.", "1 à 40 champs."));
            RuleFor(form => form.Fields).EachOnce(field => field.Code);
            RuleForEach(form => form.Fields).NotNull().SetValidator(new FieldRules());
        }
    }

    private sealed class LabelRules : AbstractValidator<Label>
    {
        public LabelRules()
        {
            foreach (var text in (System.Linq.Expressions.Expression<Func<Label, string?>>[])[label => label.En, label => label.Ar, label => label.Fr])
            {
                RuleFor(text).NotEmpty().PlainText(200);
                RuleFor(text).Must(said => !ForbiddenSubject.IsIn(said)).WithMessage(_ => ForbiddenSubject.Refused());
            }
        }
    }

    private sealed class FieldRules : AbstractValidator<Field>
    {
        public FieldRules()
        {
            RuleFor(field => field.Code).NotEmpty().Must(code => code is null || (IsCode(code) && !ForbiddenSubject.IsIn(code))).WithMessage(_ => Texts.In(
                "Lower-case words with hyphens, and nothing that is not recorded here.", "كلمات لاتينية صغيرة بشرطات، ولا شيء مما لا يُسجّل هنا.", "Des mots en minuscules avec des traits d'union, et rien de ce qui n'est pas enregistré ici."));
            RuleFor(field => field.Type).NotEmpty().CodeOf(type => type is "text" or "number" or "date" or "yes-no" or "choice");
            RuleFor(field => field.Label!).NotNull().SetValidator(new LabelRules());
            RuleFor(field => field.Choices).Must((field, choices) => field.Type == "choice" ? choices is { Count: >= 2 and <= 50 } : choices is null)
                .WithMessage(_ => Texts.In("2 to 50 of a choice, and of nothing else.", "من 2 إلى 50 لحقل الاختيار فقط.", "2 à 50 pour un choix, et pour rien d'autre."));
            RuleFor(field => field.Choices).EachOnce(choice => choice.Code);
            RuleForEach(field => field.Choices).NotNull().ChildRules(choice =>
            {
                choice.RuleFor(one => one.Code).FormCode();
                choice.RuleFor(one => one.Label!).NotNull().SetValidator(new LabelRules());
            });
        }
    }

    /// <summary>
    /// What this form takes away from the one in force, each by its path: a field is retired and not left out, and keeps its type and its choices, or what was answered could not
    /// be read any more.
    /// </summary>
    internal Dictionary<string, string[]> LostSince(ProgrammeForm before)
    {
        var lost = new Dictionary<string, string[]>();
        foreach (var field in before.Fields!)
        {
            var at = Fields!.ToList().FindIndex(now => now.Code == field.Code);
            if (at < 0)
            {
                lost["$.fields"] = [Texts.In($"{field.Code} is in force: retire it.", $"الحقل {field.Code} سارٍ: أوقفه بدل حذفه.", $"{field.Code} est en vigueur : retirez-le par retired.")];
            }
            else if (Fields![at].Type != field.Type)
            {
                lost[$"$.fields[{at}].type"] = [Texts.In("A field keeps its type.", "يحتفظ الحقل بنوعه.", "Un champ garde son type.")];
            }
            else if ((field.Choices ?? []).Any(choice => Fields[at].Choices!.All(now => now.Code != choice.Code)))
            {
                lost[$"$.fields[{at}].choices"] = [Texts.In("A choice that is in force stays.", "يبقى الخيار الساري.", "Un choix en vigueur reste.")];
            }
        }

        return lost;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Code();
}
