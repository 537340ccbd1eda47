using System.Text.Json.Serialization;
using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.People;

/// <summary>What is told of a person when they are registered or their file is changed. There is no field for ethnicity, religion or sexual orientation.</summary>
/// <param name="GivenName">As given, in any script.</param>
/// <param name="FamilyName">As given.</param>
/// <param name="OtherNames">Father's, grandfather's or other names.</param>
/// <param name="Sex">Code of sex.csv.</param>
/// <param name="BirthDate">Where known to the day or month; otherwise <paramref name="BirthYear" />.</param>
/// <param name="BirthYear">Four digits.</param>
/// <param name="AgePrecision">day, month, year or estimate.</param>
/// <param name="Nationality">ISO 3166-1 alpha-3, as claimed.</param>
/// <param name="Languages">ISO 639-3.</param>
/// <param name="Phone">As given.</param>
/// <param name="SafeToCall">Whether a call puts the person at no risk.</param>
/// <param name="AreaCode">adm3 P-code where they stay.</param>
/// <param name="Setting">Code of setting.csv.</param>
/// <param name="ArrivalDate">When they arrived in the country.</param>
/// <param name="Note">Free text, sealed with the names.</param>
public sealed record PersonDetails(
    string? GivenName, string? FamilyName, string? OtherNames, string? Sex, DateOnly? BirthDate, int? BirthYear, string? AgePrecision,
    string? Nationality, IReadOnlyList<string>? Languages, string? Phone, bool? SafeToCall, string? AreaCode, string? Setting,
    DateOnly? ArrivalDate, string? Note)
{
    /// <summary>The package <c>identity</c>.</summary>
    internal Identity Identity => new(GivenName!, FamilyName, OtherNames, Sex!, BirthDate, BirthYear, AgePrecision ?? "day", Nationality, Languages ?? [], Note);

    /// <summary>The package <c>contact</c>. Without a word on it, calling is not safe.</summary>
    internal Contact Contact => new(Phone, SafeToCall ?? false);

    /// <summary>The rules of the fields, by the day it is.</summary>
    public sealed class Rules : AbstractValidator<PersonDetails>
    {
        private static readonly DateOnly Earliest = new(1900, 1, 1);

        /// <summary>Rules that know what day it is by <paramref name="clock" />.</summary>
        public Rules(TimeProvider clock)
        {
            DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            RuleFor(person => person.GivenName).NotEmpty().PlainText(200);
            RuleFor(person => person.FamilyName).PlainText(200);
            RuleFor(person => person.OtherNames).PlainText(200);
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
            RuleFor(person => person.Languages).CodesOf(CodeList.Languages.Contains, most: 10, mayBeAbsent: true);
            RuleFor(person => person.Phone).PlainText(40);
            RuleFor(person => person.AreaCode).NotEmpty().CodeOf(CodeList.Adm3.Contains);
            RuleFor(person => person.Setting).NotEmpty().CodeOf(CodeList.Settings.Contains);
            RuleFor(person => person.ArrivalDate).Must((person, date) => date is null || (date >= (person.BirthDate ?? FirstDayOf(person.BirthYear) ?? Earliest) && date <= Today())).WithMessage(_ => Impossible());
            RuleFor(person => person.Note).PlainText(4000);
        }

        private static DateOnly? FirstDayOf(int? year) => year is >= 1 and <= 9999 ? new DateOnly(year.Value, 1, 1) : null;

        private static string Impossible() => Texts.In("This date cannot be.", "هذا التاريخ غير ممكن.", "Cette date est impossible.");
    }
}

/// <summary>The package <c>identity</c>, sealed with the record's key.</summary>
public sealed record Identity(
    string GivenName, string? FamilyName, string? OtherNames, string Sex, DateOnly? BirthDate, int? BirthYear, string AgePrecision,
    string? Nationality, IReadOnlyList<string> Languages, string? Note)
{
    /// <summary>The name a seal is made under.</summary>
    public const string Package = "identity";

    /// <summary>UNHCR age band on a day.</summary>
    public string AgeBandOn(DateOnly day) => BandOn(day).Code;

    /// <summary>Whether they are a child on a day, or, as their age is uncertain, may be one.</summary>
    public bool MayBeChildOn(DateOnly day) => BandOn(day).IsMinor;

    private AgeBand BandOn(DateOnly day) => BirthDate is { } date ? AgeBand.Of(date, day, AgePrecision) : AgeBand.Of(BirthYear ?? day.Year, AgePrecision, day);

    /// <summary>Whether nothing of it differs.</summary>
    public bool IsSameAs(Identity other) => this with { Languages = [] } == other with { Languages = [] } && Languages.SequenceEqual(other.Languages);

    /// <summary>All parts of the name, for search.</summary>
    [JsonIgnore]
    public string FullName => string.Join(' ', GivenName, OtherNames, FamilyName);
}

/// <summary>The package <c>contact</c>, sealed with the record's key.</summary>
public sealed record Contact(string? Phone, bool SafeToCall)
{
    /// <summary>The name a seal is made under.</summary>
    public const string Package = "contact";

    /// <summary>Whether who goes by this must no longer call, now that it is <paramref name="later" />: a call became unsafe, or the number is no longer theirs.</summary>
    public bool IsMadeUnsafeBy(Contact later) => (SafeToCall && !later.SafeToCall) || (Phone is { Length: > 0 } && Phone != later.Phone);
}
