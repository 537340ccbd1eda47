namespace Platform.Registrations.Matching;

/// <summary>
/// How near two words of a name are, 0 to 5: 5 spelt alike; 4 the same name in another spelling; 3 very likely so; 2 the same consonants
/// with other vowels, or by a reading that another name has as its own; 1 alike; 0 another name.
/// </summary>
public static class NameLevel
{
    /// <summary>Same consonants, and letters as alike as this, make level 4.</summary>
    private const double Alike = 0.85;

    /// <summary>Without the same consonants, letters as alike as this make level 3: a letter was mistyped.</summary>
    private const double Mistyped = 0.91;

    /// <summary>And as this, level 1.</summary>
    private const double Resembling = 0.84;

    private const double ResemblingSkeletons = 0.9;

    /// <summary>The level of two words; the same in both directions.</summary>
    public static int Of(NameToken one, NameToken other)
    {
        var sameScript = one.Script == other.Script;
        if (sameScript && one.FoldMask == other.FoldMask && one.Fold.AsSpan().SequenceEqual(other.Fold))
        {
            return 5;
        }

        return one.Shared(other, out var comparable) is { } way ? OfSameConsonants(one, other, way, comparable) : OfOtherConsonants(one, other, sameScript);
    }

    private static int OfSameConsonants(NameToken one, NameToken other, SkeletonClass way, bool comparable)
    {
        if (one.Script == NameScript.Other || other.Script == NameScript.Other)
        {
            return 2;
        }

        if (way == SkeletonClass.Weak)
        {
            return 2;
        }

        var vowels = comparable
            ? VowelSlots.Compare(one.Slots, one.Script == NameScript.Arabic, other.Slots, other.Script == NameScript.Arabic, one.Consonants)
            : VowelVerdict.Doubtful;
        if (vowels == VowelVerdict.Contradict)
        {
            return 2;
        }

        if (way == SkeletonClass.Alternate || vowels == VowelVerdict.Doubtful)
        {
            return 3;
        }

        return one.Script != other.Script || JaroWinkler.Of(one.Fold, one.FoldMask, other.Fold, other.FoldMask, Alike) >= Alike ? 4 : 3;
    }

    private static int OfOtherConsonants(NameToken one, NameToken other, bool sameScript)
    {
        if (!sameScript)
        {
            return one.Letters.Length > 2 && other.Letters.Length > 2 && one.Script != NameScript.Other && other.Script != NameScript.Other
                && JaroWinkler.Of(one.Letters, one.LetterMask, other.Letters, other.LetterMask, ResemblingSkeletons) >= ResemblingSkeletons ? 1 : 0;
        }

        var alike = JaroWinkler.Of(one.Fold, one.FoldMask, other.Fold, other.FoldMask, Resembling);
        return alike >= Mistyped ? 3 : alike >= Resembling ? 1 : 0;
    }
}
