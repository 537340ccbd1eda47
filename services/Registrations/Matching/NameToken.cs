using System.Numerics;

namespace Platform.Registrations.Matching;

/// <summary>One word of a name, read once: what a comparison needs of it, so that comparing allocates nothing.</summary>
public sealed class NameToken
{
    private readonly SkeletonClass[] classes;
    private readonly Skeleton[] skeletons;

    internal NameToken(string word, NameScript script, NameFrequencies frequencies)
    {
        Script = script;
        var (main, otherwise) = NameWords.WithoutArticle(word, script);
        List<(Skeleton Skeleton, SkeletonClass Class)> found;
        if (script == NameScript.Other)
        {
            Fold = word;
            found = [(Skeleton.OfForeign(word), SkeletonClass.Primary)];
        }
        else
        {
            Fold = script == NameScript.Arabic ? ArabicLetters.Fold(main) : LatinLetters.Fold(main);
            var reader = Read(main, script);
            (Slots, Consonants) = (reader.Slots, reader.Consonants);
            found = reader.Skeletons();
            if ((otherwise ?? NameWords.WithoutEnding(main, script)) is { } another)
            {
                var unstripped = Read(another, script).Skeletons()[0].Skeleton;
                if (found.Count > 3)
                {
                    found.RemoveAt(3);
                }

                WordReader.Add(found, unstripped, SkeletonClass.Alternate);
            }
        }

        skeletons = [.. found.Select(one => one.Skeleton)];
        classes = [.. found.Select(one => one.Class)];
        Letters = skeletons[0].ToString();
        (FoldMask, LetterMask) = (MaskOf(Fold), MaskOf(Letters));
        foreach (var skeleton in skeletons)
        {
            Bloom |= 1UL << (int)((skeleton.Packed * 0x9E3779B97F4A7C15UL) >> 58);
        }

        (Rarity, RarityAmong) = Rarities(frequencies);
    }

    private NameToken(NameToken same, NameFrequencies frequencies)
    {
        (Script, Fold, Slots, Consonants, Letters, FoldMask, LetterMask, Bloom) = (same.Script, same.Fold, same.Slots, same.Consonants, same.Letters, same.FoldMask, same.LetterMask, same.Bloom);
        (skeletons, classes) = (same.skeletons, same.classes);
        (Rarity, RarityAmong) = Rarities(frequencies);
    }

    /// <summary>The word as it is compared letter by letter: lower-case, without accents, harakat and article, doubled Latin consonants once.</summary>
    public string Fold { get; }

    /// <summary>What it is written in.</summary>
    public NameScript Script { get; }

    /// <summary>Up to four skeletons: what the letters say first, then other readings.</summary>
    public IReadOnlyList<Skeleton> Skeletons => skeletons;

    /// <summary>Bits of information in meeting this word again: -log2 of the share of records that hold its most frequent skeleton, at most <see cref="NameFrequencies.MostBits" />.</summary>
    public float Rarity { get; }

    /// <summary>The same among people of the record's nationality.</summary>
    internal float RarityAmong { get; }

    /// <summary>Whether the skeleton at this place is another reading of the letters and not the one they say first.</summary>
    public bool IsAlternate(int place) => classes[place] != SkeletonClass.Primary;

    internal bool IsWeak(int place) => classes[place] == SkeletonClass.Weak;

    internal ulong Slots { get; }

    internal int Consonants { get; }

    internal string Letters { get; }

    internal uint FoldMask { get; }

    internal uint LetterMask { get; }

    internal ulong Bloom { get; }

    /// <summary>The nearest way in which the two share a skeleton, or null.</summary>
    internal SkeletonClass? Shared(NameToken other, out bool sameLength)
    {
        sameLength = Consonants == other.Consonants;
        if (skeletons[0] == other.skeletons[0])
        {
            return SkeletonClass.Primary;
        }

        if ((Bloom & other.Bloom) == 0)
        {
            return null;
        }

        SkeletonClass? best = null;
        for (var mine = 0; mine < skeletons.Length; mine++)
        {
            for (var its = 0; its < other.skeletons.Length; its++)
            {
                if (skeletons[mine] == other.skeletons[its])
                {
                    var way = classes[mine] > other.classes[its] ? classes[mine] : other.classes[its];
                    best = best is null || way < best ? way : best;
                }
            }
        }

        return best;
    }

    internal NameToken Weighed(NameFrequencies frequencies) => new(this, frequencies);

    /// <inheritdoc />
    public override string ToString() => Fold;

    private (float All, float Among) Rarities(NameFrequencies frequencies) =>
        ((float)skeletons.Min(frequencies.RarityOf), (float)skeletons.Min(frequencies.RarityAmong));

    private static WordReader Read(string word, NameScript script) => script == NameScript.Arabic ? ArabicLetters.Read(word) : LatinLetters.Read(word);

    private static uint MaskOf(string text)
    {
        var mask = 0U;
        foreach (var letter in text)
        {
            mask = BitOperations.RotateLeft(1U, letter) | mask;   // by the letter's last five bits
        }

        return mask;
    }
}
