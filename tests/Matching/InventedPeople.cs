using System.Globalization;

namespace Platform.Tests.Matching;

/// <summary>A person who does not exist, as they are; a <see cref="Registration" /> is what was written down of them.</summary>
public sealed record InventedPerson(
    int Id, int FamilyId, Community Community, IReadOnlyList<NameEntry> Names, bool HasGrandfather, bool HasFamilyName, int BirthYear, char Sex, string Phone)
{
    public string Nationality => Community.Code;
}

/// <summary>Which names a set may use.</summary>
public enum NamesOfSet
{
    /// <summary>What the rules may be tuned on.</summary>
    Seen,

    /// <summary>Held-out names make up about half of what is drawn.</summary>
    HeldOutMixedIn,
}

/// <summary>Families: brothers and sisters with one given name each, twins, sons named as their father, parents, and phones that they share.</summary>
public sealed class InventedPeople
{
    public const int Today = 2026;

    /// <summary>Brothers are named to sound alike, twins above all.</summary>
    private const double NamedAlike = 0.04;

    private const double TwinsNamedAlike = 0.25;

    private static readonly (NameEntry One, NameEntry Other)[] Alike = [(Known("Hassan"), Known("Hussein")), (Known("Mohamed"), Known("Mahmoud")), (Known("Ahmed"), Known("Hamid")), (Known("Salih"), Known("Salim"))];

    private readonly Dice dice;
    private readonly Dictionary<(string Group, char Sex), (NameEntry[] Entries, double[] Sums)> drawers = [];
    private readonly double[] communities;

    public InventedPeople(Dice dice, NamesOfSet names)
    {
        this.dice = dice;
        communities = Sums(Community.All.Select(community => community.Share));
        var allowed = Lexicon.Entries.Concat(Lexicon.MadeUp).Where(entry => names == NamesOfSet.HeldOutMixedIn || !entry.IsHeldOut);
        foreach (var group in allowed.GroupBy(entry => (entry.Group, entry.Sex)))
        {
            NameEntry[] entries = [.. group];
            drawers[group.Key] = (entries, Sums(entries.Select(entry => entry.Weight * (entry.IsHeldOut ? 4 : 1))));
        }
    }

    public List<InventedPerson> Generate(int count)
    {
        var people = new List<InventedPerson>(count + 8);
        for (var family = 0; people.Count < count; family++)
        {
            AddFamily(people, family);
        }

        people.RemoveRange(count, people.Count - count);
        return people;
    }

    /// <summary>A name that is not the right one.</summary>
    public static NameEntry Another(Dice dice, Community community, char sex)
    {
        var entries = Lexicon.Entries.Where(entry => entry.Group == community.Group && entry.Sex == sex && !entry.IsHeldOut).ToList();
        return dice.One(entries.Count > 0 ? entries : Lexicon.Entries);
    }

    private void AddFamily(List<InventedPerson> people, int family)
    {
        var community = Community.All[Draw(communities)];
        var (father, grandfather, familyName) = (Name(community, 'm'), Name(community, 'm'), Name(community, '-'));
        var hasGrandfather = dice.Falls(community.Grandfather);
        var hasFamilyName = dice.Falls(community.Family) || !hasGrandfather;
        var shared = dice.Falls(0.5) ? Phone() : null;
        var children = dice.Part() switch { < 0.55 => 1, < 0.80 => 2, < 0.92 => 3, < 0.97 => 4, _ => 5 };
        var year = Today - Age();
        var given = new HashSet<NameEntry>();
        var twins = false;
        for (var child = 0; child < children; child++)
        {
            var sex = dice.Falls(0.62) ? 'm' : 'f';
            var name = sex == 'm' && dice.Falls(0.02) ? father : Name(community, sex);
            if (sex == 'm' && child > 0 && dice.Falls(twins ? TwinsNamedAlike : NamedAlike))
            {
                var (one, other) = dice.One(Alike);
                name = given.Contains(one) ? other : given.Contains(other) || dice.Falls(0.5) ? one : other;
                Rename(one, other, name);
            }

            if (!given.Add(name))
            {
                continue;
            }

            List<NameEntry> names = [name, father];
            if (community.Code == "BGD" && sex == 'm' && dice.Falls(0.4))
            {
                names.Insert(0, Lexicon.Entries[0]);     // Md
                names.RemoveAt(2);
            }

            Add(names, year, sex);
            twins = dice.Falls(0.03);
            year = Math.Min(year + (twins ? 0 : dice.Between(1, 4)), Today);
        }

        if (dice.Falls(0.12))
        {
            Add([father, grandfather], year - dice.Between(22, 40), 'm', grandfather: Name(community, 'm'));
        }

        if (dice.Falls(0.10))
        {
            Add([Name(community, 'f'), Name(community, 'm')], year - dice.Between(18, 34), 'f', grandfather: Name(community, 'm'));
        }

        void Add(List<NameEntry> names, int born, char sex, NameEntry? grandfather = null) => people.Add(new InventedPerson(
            people.Count, family, community, [.. names, .. hasGrandfather ? [grandfather ?? Grandfather()] : Array.Empty<NameEntry>(), .. hasFamilyName ? [familyName] : Array.Empty<NameEntry>()],
            hasGrandfather, hasFamilyName, Math.Max(1930, born), sex, shared ?? Phone()));

        NameEntry Grandfather() => grandfather;

        // the brother before bears the other of the two
        void Rename(NameEntry one, NameEntry other, NameEntry chosen)
        {
            if (people[^1] is { Sex: 'm' } before && before.FamilyId == family && !before.Names.Contains(Lexicon.Entries[0]))
            {
                people[^1] = before with { Names = [ReferenceEquals(chosen, one) ? other : one, .. before.Names.Skip(1)] };
            }
        }
    }

    private static NameEntry Known(string latin) => Lexicon.Entries.First(entry => entry.Group == "ALL" && entry.Latin[0] == latin);

    private NameEntry Name(Community community, char sex)
    {
        var part = dice.Part();
        if (sex == '-' && !drawers.ContainsKey((community.Group, '-')))
        {
            sex = 'm';
        }

        var group = part < community.MadeUp ? Lexicon.Tail : sex != '-' && part < community.MadeUp + community.OfAll ? "ALL" : community.Group;
        var (entries, sums) = drawers.TryGetValue((group, sex), out var drawer) ? drawer : drawers[("ALL", sex == '-' ? 'm' : sex)];
        return entries[Draw(sums)];
    }

    private int Age() => dice.Part() switch { < 0.70 => 16 + dice.Below(14) + dice.Below(14), < 0.90 => dice.Below(16), _ => dice.Between(43, 75) };

    private string Phone() => $"+2189{dice.Between(1, 5)}{dice.Below(10_000_000).ToString("0000000", CultureInfo.InvariantCulture)}";

    private int Draw(double[] sums)
    {
        var at = Array.BinarySearch(sums, dice.Part() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, sums.Length - 1);
    }

    private static double[] Sums(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }
}
