namespace Platform.Assessments.Instruments;

/// <summary>What a condition reads, and what decides whether that is asked.</summary>
internal static class Reads
{
    /// <summary>Every condition in it, itself included.</summary>
    public static void Each(Condition condition, Action<Condition> visit)
    {
        visit(condition);
        foreach (var part in condition.Parts)
        {
            Each(part, visit);
        }
    }

    /// <summary>All places that decide about it, in order, and all conditions that are read on the way.</summary>
    public static (int[] Places, List<Condition> Conditions) All(Condition condition, IReadOnlyList<Question> questions)
    {
        var (places, conditions) = (new SortedSet<int>(), new List<Condition>());
        Follow(condition);
        return ([.. places], conditions);

        void Follow(Condition one) => Each(one, part =>
        {
            conditions.Add(part);
            if (part is Reading reading)
            {
                Place(reading.Place);
            }
            else if (part is ScoreWithin scored)
            {
                foreach (var entry in scored.Score.Entries)
                {
                    Place(entry.Place);
                }
            }
        });

        void Place(int place)
        {
            if (places.Add(place) && place >= InstrumentFacts.Count && questions[place - InstrumentFacts.Count].Show is { } show)
            {
                Follow(show);
            }
        }
    }

    /// <summary>The places of which it asks whether they are known at all: as long as they are not, it may change its mind when they are.</summary>
    public static int[] Doubts(Condition condition, IReadOnlyList<Question> questions) =>
        [.. All(condition, questions).Conditions.Where(one => one is IsUnknown or IsAnswered).Select(one => ((Reading)one).Place).Distinct().Order()];
}
