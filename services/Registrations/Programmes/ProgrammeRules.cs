using FluentValidation;
using Platform.Hosting;

namespace Platform.Registrations.Programmes;

/// <summary>Rules of codes that the parts of a form share.</summary>
internal static class ProgrammeRules
{
    /// <summary>Lower-case words with hyphens, 2 to 40 characters.</summary>
    public static IRuleBuilderOptions<T, string?> FormCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().Must(code => code is null || ProgrammeForm.IsCode(code)).WithMessage(_ => Texts.In("Lower-case words with hyphens.", "كلمات لاتينية صغيرة بشرطات.", "Des mots en minuscules avec des traits d'union."));

    /// <summary>No two with one code.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TPart>?> EachOnce<T, TPart>(this IRuleBuilder<T, IReadOnlyList<TPart>?> rule, Func<TPart, string?> codeOf) =>
        rule.Must(parts => parts is null || parts.Select(part => part is null ? null : codeOf(part)).Distinct().Count() == parts.Count)
            .WithMessage(_ => Texts.In("Each code once.", "كل رمز مرة واحدة.", "Chaque code une fois."));
}
