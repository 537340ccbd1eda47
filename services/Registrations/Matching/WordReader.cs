namespace Platform.Registrations.Matching;

/// <summary>How near a skeleton is to what was written.</summary>
internal enum SkeletonClass
{
    Primary,

    /// <summary>Another reading of a letter (th as S, ق as G): never worth more than level 3.</summary>
    Alternate,

    /// <summary>A reading that other names have as their own (g as K: Gamal, Kamal): never worth more than level 2.</summary>
    Weak,
}

/// <summary>Collects the sounds of one word: its consonants, each with what else it may be, and the vowels between them.</summary>
internal sealed class WordReader
{
    private const int MostSkeletons = 4;

    private readonly List<(string Sound, string? Alternate, SkeletonClass Class)> units = [];
    private int consonants;

    public ulong Slots { get; private set; }

    public int Consonants => consonants;

    public bool IsAtStart => units.Count == 0 && Slots == 0;

    /// <summary>Whether nothing but the same sound was just read, as in mm.</summary>
    public bool Repeats(string sound) => units.Count > 0 && units[^1].Sound == sound && SlotsAt(consonants) == 0;

    public void Vowel(int mask) => Slots |= (ulong)mask << (consonants * VowelSlots.Bits);

    public void Consonant(string sound, string? alternate = null, SkeletonClass kind = SkeletonClass.Alternate)
    {
        if (consonants + sound.Length > Skeleton.Longest)
        {
            return;
        }

        units.Add((sound, alternate, kind));
        consonants += sound.Length;
    }

    /// <summary>The skeleton as written first, then with one letter read otherwise, then with all of them, four at most.</summary>
    public List<(Skeleton Skeleton, SkeletonClass Class)> Skeletons()
    {
        var found = new List<(Skeleton Skeleton, SkeletonClass Class)> { (Read(-1), SkeletonClass.Primary) };
        foreach (var kind in (ReadOnlySpan<SkeletonClass>)[SkeletonClass.Alternate, SkeletonClass.Weak])
        {
            var several = 0;
            for (var at = 0; at < units.Count; at++)
            {
                if (units[at].Alternate is not null && units[at].Class == kind)
                {
                    several++;
                    Add(found, Read(at), kind);
                }
            }

            if (several > 1 && kind == SkeletonClass.Alternate)
            {
                Add(found, Read(units.Count), kind);
            }
        }

        return found;
    }

    internal static void Add(List<(Skeleton Skeleton, SkeletonClass Class)> found, Skeleton skeleton, SkeletonClass kind)
    {
        if (found.Count < MostSkeletons && !found.Exists(one => one.Skeleton == skeleton))
        {
            found.Add((skeleton, kind));
        }
    }

    // with the letter at this place read otherwise; past the end: with all that have another reading
    private Skeleton Read(int otherwise) => Skeleton.Of(string.Concat(units.Select((unit, at) =>
        unit.Alternate is { } alternate && (at == otherwise || (otherwise == units.Count && unit.Class == SkeletonClass.Alternate)) ? alternate : unit.Sound)));

    private int SlotsAt(int place) => (int)(Slots >> (place * VowelSlots.Bits)) & 31;
}
