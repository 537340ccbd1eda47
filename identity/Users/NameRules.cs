using System.Text.RegularExpressions;
using FluentValidation;
using Platform.Hosting;

namespace Platform.Identity.Users;

/// <summary>What may be a name that programs and people type: a login, a code.</summary>
internal static partial class NameRules
{
    /// <summary>An e-mail address in ASCII letters; nothing is sent to it.</summary>
    public static IRuleBuilderOptions<T, string?> Login<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(login => login is null || IsLogin().IsMatch(login)).WithMessage(_ => Texts.In("An e-mail address.", "عنوان بريد إلكتروني.", "Une adresse électronique."));

    /// <summary>2 to 60 small letters, digits and hyphens.</summary>
    public static IRuleBuilderOptions<T, string?> Name<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(name => string.IsNullOrEmpty(name) || IsName().IsMatch(name)).WithMessage(_ => Texts.In(
            "2 to 60 small letters, digits and hyphens.", "من 2 إلى 60 حرفاً لاتينياً صغيراً أو رقماً أو واصلة.", "2 à 60 minuscules, chiffres et traits d'union."));

    /// <summary>Ids, none twice; absent where there are none.</summary>
    public static void AtMost<T>(this IRuleBuilderInitial<T, IReadOnlyList<Guid>?> rule, int most) =>
        rule.Must(ids => ids is null || ids.Count <= most).WithMessage(_ => Texts.In($"At most {most}.", $"{most} على الأكثر.", $"{most} au plus."))
            .Must(ids => ids is null || ids.Distinct().Count() == ids.Count).WithMessage(_ => Texts.In("The same one twice.", "العنصر نفسه مرتين.", "Le même deux fois."));

    [GeneratedRegex(@"\A[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180}\z")]
    private static partial Regex IsLogin();

    [GeneratedRegex(@"\A[a-z0-9-]{2,60}\z")]
    private static partial Regex IsName();
}
