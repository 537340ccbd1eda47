using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.People;

/// <summary>What is told of a person when they are registered or their file is changed. There is no field for ethnicity, religion or sexual orientation.</summary>
/// <param name="GivenName">As given, in any script.</param>
/// <param name="FamilyName">As given.</param>
/// <param name="OtherNames">Father's, grandfather's or other names.</param>
/// <param name="Transliterations">The same name in other scripts, at most five.</param>
/// <param name="Sex">Code of sex.csv.</param>
/// <param name="BirthDate">Where known to the day or month; otherwise <paramref name="BirthYear" />.</param>
/// <param name="BirthYear">Four digits.</param>
/// <param name="AgePrecision">day, month, year or estimate.</param>
/// <param name="Nationality">ISO 3166-1 alpha-3, as claimed; where there are several, the first of <paramref name="Nationalities" /> or nothing.</param>
/// <param name="Nationalities">All that are claimed, at most five, and how far each is confirmed.</param>
/// <param name="Languages">ISO 639-3.</param>
/// <param name="Phone">As given.</param>
/// <param name="SafeToCall">Whether a call puts the person at no risk.</param>
/// <param name="PreferredChannel">Code of contact-channel.csv.</param>
/// <param name="SafeTimes">When they can be reached without risk, in words.</param>
/// <param name="MayLeaveMessage">Whether a message may be left that others could hear or read.</param>
/// <param name="AreaCode">adm3 P-code where they stay.</param>
/// <param name="Setting">Code of setting.csv.</param>
/// <param name="ArrivalDate">When they arrived in the country.</param>
/// <param name="Note">Free text, sealed with the names.</param>
public sealed record PersonDetails(
    string? GivenName, string? FamilyName, string? OtherNames, IReadOnlyList<Transliteration>? Transliterations, string? Sex, DateOnly? BirthDate, int? BirthYear,
    string? AgePrecision, string? Nationality, IReadOnlyList<NationalityClaim>? Nationalities, IReadOnlyList<string>? Languages, string? Phone, bool? SafeToCall,
    string? PreferredChannel, string? SafeTimes, bool? MayLeaveMessage, string? AreaCode, string? Setting, DateOnly? ArrivalDate, string? Note)
{
    /// <summary>The package <c>identity</c>.</summary>
    internal Identity Identity => new(
        GivenName!, FamilyName, OtherNames, Sex!, BirthDate, BirthYear, AgePrecision ?? "day", Nationality ?? Nationalities?.Select(claim => claim.Country).FirstOrDefault(), Languages ?? [], Note,
        Transliterations ?? [], Nationalities?.Select(claim => claim with { State = claim.State ?? "claimed" }).ToList() ?? (Nationality is null ? [] : [new NationalityClaim(Nationality, "claimed")]));

    /// <summary>The package <c>contact</c>. Without a word on it, calling is not safe.</summary>
    internal Contact Contact => new(Phone, SafeToCall ?? false, PreferredChannel, SafeTimes, MayLeaveMessage ?? false);

    /// <summary>The rules of the fields, by the day it is.</summary>
    public sealed class Rules : AbstractValidator<PersonDetails>
    {
        private const int Most = 5;
        private static readonly DateOnly Earliest = new(1900, 1, 1);

        /// <summary>Rules that know what day it is by <paramref name="clock" />.</summary>
        public Rules(TimeProvider clock)
        {
            DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            RuleFor(person => person.GivenName).NotEmpty().PlainText(200);
            RuleFor(person => person.FamilyName).PlainText(200);
            RuleFor(person => person.OtherNames).PlainText(200);
            RuleFor(person => person.Transliterations).Must(names => names is null || names.Count <= Most).WithMessage(_ => Texts.In($"At most {Most}.", $"{Most} على الأكثر.", $"{Most} au plus."));
            RuleFor(person => person.Transliterations).Must(names => names is null || names.Distinct().Count() == names.Count).WithMessage(_ => Texts.In("The same name twice.", "الاسم نفسه مرتين.", "Le même nom deux fois."));
            RuleForEach(person => person.Transliterations).NotNull().SetValidator(new Transliteration.Rules());
            RuleFor(person => person.Sex).NotEmpty().CodeOf(CodeList.Sexes.Contains);
            RuleFor(person => person.BirthDate).NotNull().When(person => person.BirthYear is null)
                .WithMessage(_ => Texts.In("Give birthDate, or birthYear with agePrecision.", "أدخل birthDate أو birthYear مع agePrecision.", "Donnez birthDate, ou birthYear avec agePrecision."));
            RuleFor(person => person.BirthDate).Must(date => date is null || (date >= Earliest && date <= Today())).WithMessage(_ => Impossible());
            RuleFor(person => person.BirthYear).Null().When(person => person.BirthDate is not null)
                .WithMessage(_ => Texts.In("Not together with birthDate.", "لا يجتمع مع birthDate.", "Pas avec birthDate."));
            RuleFor(person => person.BirthYear).Must(year => year is null || (year >= Earliest.Year && year <= Today().Year)).WithMessage(_ => Impossible());
            RuleFor(person => person.AgePrecision).CodeOf(CodeList.AgePrecisions.Contains);
            RuleFor(person => person.AgePrecision).Must((person, precision) => precision is null || (person.BirthDate is null) == (precision is "year" or "estimate"))
                .WithMessage(_ => Texts.In("day or month with birthDate; year or estimate with birthYear.", "‏day أو month مع birthDate؛ year أو estimate مع birthYear.", "day ou month avec birthDate ; year ou estimate avec birthYear."));
            RuleFor(person => person.AgePrecision).NotEmpty().When(person => person.BirthYear is not null);
            RuleFor(person => person.Nationality).CodeOf(CodeList.Countries.Contains);
            RuleFor(person => person.Nationalities).Must(claims => claims is null || claims.Count is > 0 and <= Most).WithMessage(_ => Texts.In($"1 to {Most}.", $"من 1 إلى {Most}.", $"1 à {Most}."));
            RuleFor(person => person.Nationalities).Must(claims => claims is null || claims.Select(claim => claim?.Country).Distinct().Count() == claims.Count)
                .WithMessage(_ => Texts.In("The same country twice.", "البلد نفسه مرتين.", "Le même pays deux fois."));
            RuleForEach(person => person.Nationalities).NotNull().SetValidator(new NationalityClaim.Rules());
            RuleFor(person => person.Nationality).Must((person, first) => first is null || person.Nationalities is not [{ } claim, ..] || claim.Country == first)
                .WithMessage(_ => Texts.In("Not the first of nationalities.", "ليست الأولى في nationalities.", "N’est pas la première de nationalities."));
            RuleFor(person => person.Languages).CodesOf(CodeList.Languages.Contains, most: 10, mayBeAbsent: true);
            RuleFor(person => person.Phone).PlainText(40);
            RuleFor(person => person.PreferredChannel).CodeOf(CodeList.ContactChannels.Contains);
            RuleFor(person => person.SafeTimes).PlainText(200);
            RuleFor(person => person.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
            RuleFor(person => person.Setting).NotEmpty().CodeOf(CodeList.Settings.Contains);
            RuleFor(person => person.ArrivalDate).Must((person, date) => date is null || (date >= (person.BirthDate ?? FirstDayOf(person.BirthYear) ?? Earliest) && date <= Today())).WithMessage(_ => Impossible());
            RuleFor(person => person.Note).PlainText(4000);
        }

        private static DateOnly? FirstDayOf(int? year) => year is >= 1 and <= 9999 ? new DateOnly(year.Value, 1, 1) : null;

        private static string Impossible() => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible.");
    }
}
