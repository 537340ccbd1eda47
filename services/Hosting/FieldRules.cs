using System.Globalization;
using System.Text;
using FluentValidation;
using FluentValidation.Results;

namespace Platform.Hosting;

/// <summary>Rules for single fields that every use case shares, with their messages in three languages.</summary>
public static class FieldRules
{
    /// <summary>
    /// Text that somebody wrote: at most <paramref name="longest" /> characters, no control characters other than line breaks, no
    /// invisible direction overrides (they make a name read as another), no lone surrogates, no noncharacters.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> PlainText<T>(this IRuleBuilder<T, string?> rule, int longest) =>
        rule.MaximumLength(longest).Must(text => text is null || IsPlain(text)).WithMessage(_ => Texts.In(
            "Contains control characters or invisible direction marks.",
            "يحتوي على محارف تحكم أو علامات اتجاه خفية.",
            "Contient des caractères de contrôle ou des marques de direction invisibles."));

    /// <summary>One of a list's codes.</summary>
    public static IRuleBuilderOptions<T, string?> CodeOf<T>(this IRuleBuilder<T, string?> rule, Func<string, bool> isListed) =>
        rule.Must(code => code is null || isListed(code)).WithMessage(_ => UnknownCode());

    /// <summary>A list of codes: 1 to <paramref name="most" />, each known, none twice; null or empty only where it may be absent.</summary>
    public static void CodesOf<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>?> rule, Func<string, bool> isListed, int most, bool mayBeAbsent = false) =>
        rule.Must(codes => mayBeAbsent || codes is { Count: > 0 }).WithMessage(_ => Texts.In("At least one.", "واحد على الأقل.", "Au moins un."))
            .Must(codes => codes is null || codes.Count <= most).WithMessage(_ => Texts.In($"At most {most}.", $"{most} على الأكثر.", $"{most} au plus."))
            .Must(codes => codes is null || codes.Distinct(StringComparer.Ordinal).Count() == codes.Count).WithMessage(_ => Texts.In("The same code twice.", "الرمز نفسه مرتين.", "Le même code deux fois."))
            .Must(codes => codes is null || codes.Take(most).All(code => code is not null && isListed(code))).WithMessage(_ => UnknownCode());

    /// <summary>A list of parts: at most <paramref name="most" />, each by its own rules, none twice by what <paramref name="key" /> makes of it.</summary>
    public static void PartsOf<T, TPart>(this IRuleBuilder<T, IReadOnlyList<TPart>?> rule, int most, Func<TPart, object?> key, IValidator<TPart> each)
        where TPart : class =>
        rule.Custom((parts, context) =>
        {
            if (parts is null)
            {
                return;
            }

            if (parts.Count > most)
            {
                context.AddFailure(Texts.In($"At most {most}.", $"{most} على الأكثر.", $"{most} au plus."));
                return;
            }

            var seen = new HashSet<object?>();
            for (var at = 0; at < parts.Count; at++)
            {
                var path = $"{context.PropertyPath}[{at}]";
                if (parts[at] is not { } part)
                {
                    context.AddFailure(new ValidationFailure(path, Texts.In("A JSON object is expected.", "المتوقع كائن JSON.", "Un objet JSON est attendu.")));
                }
                else
                {
                    each.Validate(part).Errors.ForEach(error => context.AddFailure(new ValidationFailure($"{path}.{error.PropertyName}", error.ErrorMessage)));
                    if (!seen.Add(key(part)))
                    {
                        context.AddFailure(new ValidationFailure(path, Texts.In("The same twice.", "الشيء نفسه مرتين.", "La même chose deux fois.")));
                    }
                }
            }
        });

    /// <summary>A whole number from 0 to <paramref name="most" />, where there is one.</summary>
    public static IRuleBuilderOptions<T, int?> Number<T>(this IRuleBuilder<T, int?> rule, int most, int least = 0) =>
        rule.Must(number => number is null || (number >= least && number <= most)).WithMessage(_ => Texts.In($"{least} to {most}.", $"من {least} إلى {most}.", $"De {least} à {most}."));

    private static string UnknownCode() => Texts.In("Not a code of this list.", "ليس رمزاً من هذه القائمة.", "N'est pas un code de cette liste.");

    /// <summary>Whether all of it can be shown, compared and kept.</summary>
    public static bool IsPlain(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar
                || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control && rune.Value is not ('\n' or '\r' or '\t'))
                || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF   // no characters, says Unicode, and none that can be normalised
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200B or 0xFEFF)
            {
                return false;
            }
        }

        return true;
    }
}
