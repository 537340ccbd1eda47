using System.Globalization;
using System.Text;
using FluentValidation;

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
