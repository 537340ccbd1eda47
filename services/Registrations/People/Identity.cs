using System.Text.Json.Serialization;
using FluentValidation;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Matching;

namespace Platform.Registrations.People;

/// <summary>The package <c>identity</c>, sealed with the record's key. What is later added is absent in what was sealed before.</summary>
public sealed record Identity(
    string GivenName, string? FamilyName, string? OtherNames, string Sex, DateOnly? BirthDate, int? BirthYear, string AgePrecision,
    string? Nationality, IReadOnlyList<string> Languages, string? Note, IReadOnlyList<Transliteration>? Transliterations = null, IReadOnlyList<NationalityClaim>? Nationalities = null, bool? AgeDisputed = null)
{
    /// <summary>The name a seal is made under.</summary>
    public const string Package = "identity";

    /// <summary>UNHCR age band on a day.</summary>
    public string AgeBandOn(DateOnly day) => BandOn(day).Code;

    /// <summary>Whether they are a child on a day, or, as their age is uncertain, may be one.</summary>
    public bool MayBeChildOn(DateOnly day) => BandOn(day).IsMinor;

    // whose age is disputed is never made older by what is written down
    private AgeBand BandOn(DateOnly day) => AgeDisputed is true && !ByBirthOn(day).IsMinor ? AgeBand.OldestChild : ByBirthOn(day);

    private AgeBand ByBirthOn(DateOnly day) => BirthDate is { } date ? AgeBand.Of(date, day, AgePrecision) : AgeBand.Of(BirthYear ?? day.Year, AgePrecision, day);

    /// <summary>Whether nothing of it differs.</summary>
    public bool IsSameAs(Identity other) =>
        Bare == other.Bare && Languages.SequenceEqual(other.Languages) && (Transliterations ?? []).SequenceEqual(other.Transliterations ?? []) && Claims.SequenceEqual(other.Claims);

    /// <summary>All parts of the name.</summary>
    [JsonIgnore]
    public string FullName => string.Join(' ', GivenName, OtherNames, FamilyName);

    /// <summary>The whole name in each script that it is known in, for search.</summary>
    [JsonIgnore]
    public IEnumerable<string> Names => [FullName, .. (Transliterations ?? []).Select(name => name.Name!)];

    /// <summary>What is compared with another record: once for each name that the person goes by.</summary>
    /// <param name="phone">Where it may be compared.</param>
    internal IReadOnlyList<MatchSubject> Subjects(string? phone) => [.. Names.Select(name => MatchSubject.Of(name, BirthDate?.Year ?? BirthYear, AgePrecision, Sex, Nationality, phone))];

    /// <summary>The nationalities that are claimed, also where only one could be told.</summary>
    [JsonIgnore]
    public IReadOnlyList<NationalityClaim> Claims => Nationalities ?? (Nationality is null ? [] : [new(Nationality, "claimed")]);

    private Identity Bare => this with { Languages = [], Transliterations = null, Nationalities = null };
}

/// <summary>A person's name in another script.</summary>
/// <param name="Script">Code of script.csv.</param>
/// <param name="Name">The whole of it.</param>
public sealed record Transliteration(string? Script, string? Name)
{
    /// <summary>The rules of the fields.</summary>
    public sealed class Rules : AbstractValidator<Transliteration>
    {
        /// <summary>Rules.</summary>
        public Rules()
        {
            RuleFor(name => name.Script).NotEmpty().CodeOf(CodeList.Scripts.Contains);
            RuleFor(name => name.Name).NotEmpty().PlainText(400);
        }
    }
}

/// <summary>A nationality that a person claims.</summary>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="State">Code of nationality-state.csv; claimed where nobody says more.</param>
public sealed record NationalityClaim(string? Country, string? State)
{
    /// <summary>The rules of the fields.</summary>
    public sealed class Rules : AbstractValidator<NationalityClaim>
    {
        /// <summary>Rules.</summary>
        public Rules()
        {
            RuleFor(claim => claim.Country).NotEmpty().CodeOf(CodeList.Countries.Contains);
            RuleFor(claim => claim.State).CodeOf(CodeList.NationalityStates.Contains);
        }
    }
}
