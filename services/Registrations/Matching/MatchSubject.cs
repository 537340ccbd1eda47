using System.Globalization;

namespace Platform.Registrations.Matching;

/// <summary>What of a record is compared, read once. A value that is not known is null, and speaks neither for nor against.</summary>
/// <param name="Name">The parsed name.</param>
/// <param name="BirthYear">Four digits.</param>
/// <param name="YearIsEstimated">Whether the year was estimated (agePrecision <c>estimate</c>).</param>
/// <param name="Sex">Code of sex.csv; only male and female are compared.</param>
/// <param name="Nationality">ISO 3166-1 alpha-3, as claimed.</param>
/// <param name="Phone">As <see cref="PhoneTail" /> has read it.</param>
public sealed record MatchSubject(ParsedName Name, int? BirthYear, bool YearIsEstimated, string? Sex, string? Nationality, PhoneTail? Phone)
{
    /// <summary>Of what is known of somebody, by one of their names as it was given; common is what is so among people of their nationality.</summary>
    public static MatchSubject Of(string name, int? birthYear, string? agePrecision, string? sex, string? nationality, string? phone) =>
        new(ParsedName.Of(name, NameFrequencies.BuiltIn.Among(nationality)), birthYear, agePrecision == "estimate", sex, nationality, PhoneTail.Of(phone));

    internal char SexLetter { get; } = Sex is "male" or "female" ? Sex[0] : '\0';
}

/// <summary>The last seven digits of a phone number, whatever country code and spaces stand before and between them; 4 bits a digit.</summary>
public readonly record struct PhoneTail(uint Digits)
{
    private const int Length = 7;

    /// <summary>Of a number as it was given, with digits of any script; null where it has fewer than seven.</summary>
    public static PhoneTail? Of(string? phone)
    {
        var (digits, count) = (0U, 0);
        foreach (var character in phone ?? "")
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit)
            {
                digits = ((digits << 4) | (uint)digit) & 0x0fffffff;
                count++;
            }
        }

        return count < Length ? null : new PhoneTail(digits);
    }

    /// <summary>In how many of the seven places the two differ.</summary>
    public int DigitsApart(PhoneTail other)
    {
        var apart = 0;
        for (var differ = Digits ^ other.Digits; differ != 0; differ >>= 4)
        {
            apart += (differ & 15) == 0 ? 0 : 1;
        }

        return apart;
    }

    /// <inheritdoc />
    public override string ToString() => Digits.ToString("x7", CultureInfo.InvariantCulture);
}
