using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>What one office wrote down of an invented person.</summary>
public sealed record Registration(
    InventedPerson Person, bool IsArabic, string Given, string? Others, string? Family, int? BirthYear, bool YearIsEstimated, string? Sex, string? Nationality, string? Phone)
{
    public MatchSubject Subject(NameFrequencies frequencies) =>
        new(ParsedName.Of(Given, Others, Family, frequencies.Among(Nationality)), BirthYear, YearIsEstimated, Sex, Nationality, PhoneTail.Of(Phone));
}
