using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>The three seeds: rules and weights are tuned on dev only.</summary>
public enum Seed
{
    Dev = 11,
    Test = 22,
    HeldOut = 33,
}

/// <summary>A base of registrations, one a person, with their keys, and second registrations of some to be looked for.</summary>
public sealed class TestSet
{
    private readonly Seed seed;

    private TestSet(Seed seed, List<InventedPerson> people, MatchSubject[] first, NameFrequencies frequencies, KeyIndex index)
    {
        this.seed = seed;
        (People, First, Frequencies, Index) = (people, first, frequencies, index);
    }

    public IReadOnlyList<InventedPerson> People { get; }

    /// <summary>The first registration of each, by the person's number.</summary>
    public IReadOnlyList<MatchSubject> First { get; }

    public NameFrequencies Frequencies { get; }

    public KeyIndex Index { get; }

    /// <summary>A secret for keys; of no worth, as what it hides is invented.</summary>
    public static MatchKeys Keys { get; } = new([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);

    public static TestSet Of(Seed seed, int count, Corruption rates)
    {
        var dice = new Dice((ulong)seed);
        var people = new InventedPeople(dice, seed == Seed.HeldOut ? NamesOfSet.HeldOutMixedIn : NamesOfSet.Seen).Generate(count);
        var clerk = new Clerk(dice, rates with { Factor = rates.Factor * Corruption.OfFirst });
        var read = people.ConvertAll(person => clerk.Register(person).Subject(NameFrequencies.BuiltIn));
        var frequencies = NameFrequencies.Counted(read.Select(subject => (subject.Name, subject.Nationality)));
        MatchSubject[] first = [.. read.Select(subject => subject with { Name = subject.Name.Weighed(frequencies.Among(subject.Nationality)) })];
        return new TestSet(seed, people, first, frequencies, KeyIndex.Of(first, Keys));
    }

    /// <summary>Second registrations: of so many people, each once, others in every round; or of so many of every nationality.</summary>
    public List<(Registration Second, MatchSubject Subject)> Again(Corruption rates, int count, int round = 0, bool perNationality = false)
    {
        var dice = new Dice(((ulong)seed * 1_000) + (perNationality ? 500UL : 0UL) + (ulong)round);
        var clerk = new Clerk(dice, rates);
        var order = Enumerable.Range(0, People.Count).ToArray();
        for (var at = order.Length - 1; at > 0; at--)
        {
            var other = dice.Below(at + 1);
            (order[at], order[other]) = (order[other], order[at]);
        }

        var chosen = perNationality
            ? order.Select(at => People[at]).GroupBy(person => person.Nationality).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => group.Take(count))
            : order.Take(count).Select(at => People[at]);
        return [.. chosen.Select(clerk.Register).Select(second => (second, second.Subject(Frequencies)))];
    }
}
