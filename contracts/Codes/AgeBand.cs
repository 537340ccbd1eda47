namespace Platform.Contracts.Codes;

/// <summary>
/// The age band of UNHCR's scheme that may travel where an age may not. Bounds come from the list <c>age-band-unhcr</c>.
/// A person who may still be a child is a child: an uncertain age near adulthood is never computed upward.
/// </summary>
public sealed record AgeBand(string Code, int Min, int? Max, bool IsMinor)
{
    private static readonly AgeBand[] Bands =
        [.. CodeList.AgeBands.Rows.Select(row => new AgeBand(row.Code, row.Number("min"), row["max"].Length > 0 ? row.Number("max") : null, row.Says("minor")))];

    /// <summary>In years; the lowest age that no minor's band holds.</summary>
    private static readonly int Adulthood = Bands.Where(band => !band.IsMinor).Min(band => band.Min);

    /// <summary>The band on that day of somebody whose birth date is known to the day or, with <c>month</c>, to the month.</summary>
    public static AgeBand Of(DateOnly birthDate, DateOnly on, string agePrecision = "day") =>
        For(agePrecision switch
        {
            "day" => Age(birthDate, on),
            "month" => Age(LastDayOf(birthDate.Year, birthDate.Month), on),
            _ => Uncertain(birthDate.Year, agePrecision, on),
        });

    /// <summary>The band on that day of somebody of whom the year of birth is known or, with <c>estimate</c>, guessed.</summary>
    public static AgeBand Of(int birthYear, string agePrecision, DateOnly on) => For(Uncertain(birthYear, agePrecision, on));

    /// <summary>The band of the oldest who are children: of somebody whose age is disputed, and who is none by what is written down.</summary>
    public static AgeBand OldestChild { get; } = Bands.Last(band => band.IsMinor);

    public override string ToString() => Code;

    private static int Uncertain(int birthYear, string agePrecision, DateOnly on)
    {
        var lastBirthday = Age(LastDayOf(birthYear, 12), on);           // as if born on the year's last day
        var youngest = lastBirthday - CodeList.AgePrecisions[agePrecision].Number("margin_years");
        return lastBirthday >= Adulthood && youngest < Adulthood ? Adulthood - 1 : lastBirthday;
    }

    private static int Age(DateOnly birthDate, DateOnly on)
    {
        var years = on.Year - birthDate.Year;
        var stillToCome = (on.Month, on.Day).CompareTo((birthDate.Month, birthDate.Day)) < 0;   // born on 29 February: a year older on 1 March
        return stillToCome ? years - 1 : years;
    }

    /// <summary>A birth date that lies ahead counts as a newborn's; refusing it is the business of whoever takes it in.</summary>
    private static AgeBand For(int age) => Bands.Last(band => band.Min <= Math.Max(age, 0));

    private static DateOnly LastDayOf(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));
}
