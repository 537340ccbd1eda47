using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Missions;

/// <summary>What is planned of a journey to places outside the five towns of the programme.</summary>
/// <param name="FromOn">Its first day.</param>
/// <param name="UntilOn">Its last, at most 90 days later.</param>
/// <param name="AreaCodes">adm3 P-codes where it leads; at least one is outside the towns of operational-hubs.csv.</param>
/// <param name="Purposes">Codes of mission-purpose.csv.</param>
/// <param name="TeamSize">How many go.</param>
/// <param name="Plan">The way, the vehicles, whom to call, in words; nobody in need is named. Sealed.</param>
public sealed record MissionDetails(DateOnly? FromOn, DateOnly? UntilOn, IReadOnlyList<string>? AreaCodes, IReadOnlyList<string>? Purposes, int? TeamSize, string? Plan)
{
    private const int MostDays = 90;

    // the towns in which the programme has an office: a journey within them is everyday work
    private static readonly HashSet<string> Towns = [.. CodeList.Hubs.Rows.Select(town => town["adm3_pcode"])];

    /// <summary>The rules of the fields, by the day it is.</summary>
    internal sealed class Rules : AbstractValidator<MissionDetails>
    {
        private static readonly DateOnly Earliest = new(2000, 1, 1);

        public Rules(DateOnly today)
        {
            RuleFor(mission => mission.FromOn).NotNull();
            RuleFor(mission => mission.FromOn).Must(day => day is null || (day >= Earliest && day <= today.AddYears(1))).WithMessage(_ => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible."));
            RuleFor(mission => mission.UntilOn).NotNull();
            RuleFor(mission => mission.UntilOn).Must((mission, day) => day is null || mission.FromOn is not { } from || (day >= from && day.Value.DayNumber - from.DayNumber <= MostDays)).WithMessage(_ => Texts.In(
                $"From the first day to {MostDays} days later.", $"من اليوم الأول حتى {MostDays} يوماً بعده.", $"Du premier jour à {MostDays} jours plus tard."));
            RuleFor(mission => mission.AreaCodes).CodesOf(CodeList.Adm3.Contains, most: 20);
            RuleFor(mission => mission.AreaCodes).Must(areas => areas is null or { Count: 0 } || areas.Any(area => area is null || !Towns.Contains(area))).WithMessage(_ => Texts.In(
                "A mission leads outside the towns of the programme.", "المهمة تكون خارج مدن البرنامج.", "Une mission mène hors des villes du programme."));
            RuleFor(mission => mission.Purposes).CodesOf(CodeList.MissionPurposes.Contains, most: CodeList.MissionPurposes.Codes.Count);
            RuleFor(mission => mission.TeamSize).InclusiveBetween(1, 50);
            RuleFor(mission => mission.Plan).PlainText(4000);
        }
    }
}
