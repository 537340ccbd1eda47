using Platform.Registrations.Matching;

namespace Platform.Tests.Matching;

/// <summary>What a pair of the labelled set is.</summary>
public enum PairKind
{
    /// <summary>One person, registered twice.</summary>
    Same,

    /// <summary>Brothers and sisters: one father, years not far apart, often one phone.</summary>
    Siblings,

    /// <summary>Two people who share two names and are born within four years.</summary>
    Homonyms,
}

/// <summary>The labelled set: pairs whose answer is known, the false ones chosen to be hard.</summary>
public static class LabelledPairs
{
    public sealed record Pair(PairKind Kind, Registration Second, MatchSubject One, MatchSubject Other);

    /// <summary>Nearer in age than parent and child.</summary>
    private const int YearsOfSiblings = 15;

    private const int YearsOfHomonyms = 4;

    /// <summary>So many pairs of each kind, of different people; fewer where the base has not as many.</summary>
    public static List<Pair> Of(TestSet set, Corruption rates, int same, int siblings, int homonyms)
    {
        var again = set.Again(rates, Math.Max(same, 3 * siblings), round: 400);
        var families = set.People.GroupBy(person => person.FamilyId).ToDictionary(family => family.Key, family => family.Select(person => person.Id).ToArray());
        var found = new Dictionary<int, double>();

        int Sibling(InventedPerson person) => families[person.FamilyId].FirstOrDefault(other => other != person.Id && Math.Abs(set.People[other].BirthYear - person.BirthYear) <= YearsOfSiblings, -1);

        int Homonym(InventedPerson person, MatchSubject subject)
        {
            set.Index.Find(TestSet.Keys.ToLookFor(subject).Where(key => key.Kind == MatchKeyKind.PairAndBand), found);
            return found.Keys.Order().FirstOrDefault(other => set.People[other].FamilyId != person.FamilyId && Math.Abs(set.People[other].BirthYear - person.BirthYear) <= YearsOfHomonyms, -1);
        }

        IEnumerable<Pair> Pairs(PairKind kind, Func<InventedPerson, MatchSubject, int> other) => again
            .Select(one => (one.Second, one.Subject, Other: other(one.Second.Person, one.Subject))).Where(one => one.Other >= 0)
            .Select(one => new Pair(kind, one.Second, one.Subject, set.First[one.Other]));

        return [
            .. Pairs(PairKind.Same, (person, _) => person.Id).Take(same),
            .. Pairs(PairKind.Siblings, (person, _) => Sibling(person)).Take(siblings),
            .. Pairs(PairKind.Homonyms, Homonym).Take(homonyms)];
    }
}
