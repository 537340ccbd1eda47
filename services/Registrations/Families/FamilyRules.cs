using FluentValidation;
using Platform.Hosting;

namespace Platform.Registrations.Families;

/// <summary>Rules that the use cases of families share.</summary>
internal static class FamilyRules
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>A day that is not ahead.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> PastDay<T>(this IRuleBuilder<T, DateOnly?> rule, DateOnly today) =>
        rule.Must(day => day is null || (day >= Earliest && day <= today)).WithMessage(_ => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible."));
}
