namespace Platform.Assessments.Instruments.Checks;

/// <summary>
/// The answers among which a condition can tell a difference: one for each group of codes that it treats alike, one for each stretch between the numbers it names, and unknown.
/// Whatever can be answered at all is alike to one of them.
/// </summary>
internal sealed class Possibilities(IReadOnlyList<Question> questions, IReadOnlyList<Condition> conditions)
{
    private const int MostGroups = 12;

    /// <summary>Null where they are too many to go through.</summary>
    public Cell[]? Of(int place)
    {
        var readings = conditions.OfType<Reading>().Where(reading => reading.Place == place).ToList();
        var asked = readings.Any(reading => reading is IsAnswered);
        if (place < InstrumentFacts.Count)
        {
            var fact = InstrumentFacts.All[place];
            return [.. fact.IsNumber ? Numbers(readings, (0, InstrumentFacts.OldestAge)) : Codes(readings, place, fact.Codes.Count), Cell.Silent];
        }

        var question = questions[place - InstrumentFacts.Count];
        var given = question.Kind switch
        {
            QuestionKind.Number => Numbers(readings, question.Range!.Value),
            QuestionKind.Several => Several(readings, question),
            QuestionKind.OneOf or QuestionKind.YesNo => Codes(readings, place, question.Options.Count),
            _ => [Cell.Of(0)],
        };
        return given is null ? null : [.. given, .. question.MayBeWithheld ? [Cell.Withheld] : Array.Empty<Cell>(), .. asked || !question.MayBeWithheld ? [Cell.Silent] : Array.Empty<Cell>()];
    }

    private static IEnumerable<Cell> Numbers(List<Reading> readings, (int Least, int Most) range) =>
        readings.OfType<NumberWithin>().SelectMany(within => (int[])[within.Least, within.Most + 1]).Where(number => number <= range.Most).Append(range.Least).Distinct().Order().Select(Cell.Of);

    private IEnumerable<Cell> Codes(List<Reading> readings, int place, int count)
    {
        var (named, points) = (readings.OfType<CodeIn>().ToList(), Points(place));
        return Enumerable.Range(0, count).DistinctBy(code => string.Join(' ', named.Select(one => one.Names(code) ? 1 : 0).Concat(points.Select(one => one.PointsOf(code))))).Select(Cell.Of);
    }

    private List<Cell>? Several(List<Reading> readings, Question question)
    {
        var (named, points) = (readings.OfType<CodesHave>().Select(have => have.Codes).ToList(), Points(question.Place));
        string Alike(int code) => string.Join(' ', named.Select(codes => (codes >> code) & 1)) + (points.Any(one => one.PointsOf(code) != 0) ? $" {code}" : "");

        var all = Enumerable.Range(0, question.Options.Count).ToLookup(code => (question.Alone >> code & 1) == 1);
        var groups = all[false].DistinctBy(Alike).ToList();
        if (groups.Count > MostGroups)
        {
            return null;
        }

        var cells = all[true].DistinctBy(Alike).Select(code => Cell.Several(1UL << code)).ToList();
        for (var chosen = 1; chosen < 1 << groups.Count; chosen++)
        {
            var codes = 0UL;
            for (var at = 0; at < groups.Count; at++)
            {
                codes |= (chosen >> at & 1) == 1 ? 1UL << groups[at] : 0;
            }

            cells.Add(Cell.Several(codes));
        }

        return cells;
    }

    private List<ScoreEntry> Points(int place) => [.. conditions.OfType<ScoreWithin>().Select(within => within.Score).Distinct().SelectMany(score => score.Entries).Where(entry => entry.Place == place)];
}
