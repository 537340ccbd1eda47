namespace Platform.Registrations.Matching;

/// <summary>The features of two names, aligned word by word.</summary>
internal static class NameFeatures
{
    /// <summary>Bits from which a name is rare enough to be told as a reason: fewer than one record in a thousand.</summary>
    private const float RareBits = 10;

    /// <summary>Fills in what names say; among people of one nationality, where both are of it.</summary>
    public static MatchReasons Of(ParsedName one, ParsedName other, bool sameNationality, Span<double> features)
    {
        const int most = ParsedName.MostTokens;
        Span<sbyte> toOther = stackalloc sbyte[most];
        Span<sbyte> toOne = stackalloc sbyte[most];
        Span<byte> levels = stackalloc byte[most];
        Span<byte> matrix = stackalloc byte[most * most];
        var mine = one.Span;
        var its = other.Span;
        if (mine.Length == 0 || its.Length == 0)
        {
            return MatchReasons.None;
        }

        var aligned = new NameAlignment(mine, its, toOther, toOne, levels, matrix);
        var reasons = OfAligned(mine, its, aligned, sameNationality, features);

        var (shortSide, longSide) = (Math.Min(mine.Length, its.Length), Math.Max(mine.Length, its.Length));
        features[(int)MatchFeature.ExtraTokens] = Math.Max(0, longSide - shortSide - aligned.ExtraOfOne - aligned.ExtraOfOther);
        features[(int)MatchFeature.RarityUnmatched] = (mine.Length == its.Length ? Math.Min(Unmatched(mine, toOther), Unmatched(its, toOne)) : mine.Length < its.Length ? Unmatched(mine, toOther) : Unmatched(its, toOne)) / 10;

        var bothLeft = aligned.Of(0) < 0 && aligned.Back(0) < 0;
        features[(int)MatchFeature.Conflicts] = Math.Min(Left(toOther[..mine.Length]), Left(toOne[..its.Length])) - (bothLeft ? 1 : 0);

        var given = aligned.Of(0) == 0 ? aligned.Level(0) : 0;
        if (given >= 3)
        {
            features[(int)MatchFeature.GivenBoth] = 1;
            reasons |= MatchReasons.SameGivenName;
        }
        else if (given == 1)
        {
            features[(int)MatchFeature.GivenResembling] = 1;
        }
        else if (given == 0 && ((aligned.Of(0) >= 0 && aligned.Level(0) >= 3) || (aligned.Back(0) is >= 0 and var back && aligned.Level(back) >= 3)))
        {
            features[(int)MatchFeature.GivenPartly] = 1;
        }
        else
        {
            features[(int)MatchFeature.GivenContradicted] = given == 2 ? 1 : 0;
            features[(int)MatchFeature.RarityWithoutGiven] = features[(int)MatchFeature.RarityNear] + features[(int)MatchFeature.RarityMiddle] + features[(int)MatchFeature.RarityFar];
        }

        var (myFather, itsFather) = (one.GivenTokens, other.GivenTokens);
        if (myFather < mine.Length && itsFather < its.Length && aligned.Of(myFather) == itsFather && aligned.Level(myFather) >= 3)
        {
            features[(int)MatchFeature.FatherBoth] = 1;
            reasons |= MatchReasons.SameFathersName;
        }

        if (shortSide > 2 && aligned.Of(mine.Length - 1) == its.Length - 1 && aligned.Level(mine.Length - 1) >= 3)
        {
            reasons |= MatchReasons.SameLastName;
        }

        return reasons;
    }

    private static MatchReasons OfAligned(ReadOnlySpan<NameToken> mine, ReadOnlySpan<NameToken> its, NameAlignment aligned, bool among, Span<double> features)
    {
        var (sure, last, inOrder, otherScript, reasons) = (0, -1, true, false, MatchReasons.None);
        for (var i = 0; i < mine.Length; i++)
        {
            if (aligned.Of(i) < 0 || aligned.Level(i) == 0)
            {
                continue;
            }

            var (j, level) = (aligned.Of(i), aligned.Level(i));
            var rarity = among ? Math.Min(mine[i].RarityAmong, its[j].RarityAmong) : Math.Min(mine[i].Rarity, its[j].Rarity);
            features[(int)(level >= 4 ? MatchFeature.RarityNear : level == 3 ? MatchFeature.RarityMiddle : level == 2 ? MatchFeature.RarityContradicted : MatchFeature.RarityFar)] += rarity / 10;
            if (level == 5)
            {
                features[(int)MatchFeature.RarityExact] += rarity / 10;
            }
            else
            {
                reasons |= mine[i].Script == its[j].Script ? MatchReasons.OtherSpelling : MatchReasons.None;
            }

            otherScript |= mine[i].Script != its[j].Script;
            if (level >= 3)
            {
                sure++;
                inOrder &= j >= last;
                last = j;
                reasons |= rarity >= RareBits ? MatchReasons.RareName : MatchReasons.None;
            }
        }

        features[(int)MatchFeature.OtherScript] = otherScript ? 1 : 0;
        if (sure >= 2)
        {
            reasons |= inOrder ? MatchReasons.None : MatchReasons.OtherOrder;
            reasons |= sure >= Math.Min(mine.Length, its.Length) ? MatchReasons.AllNames : MatchReasons.None;
        }

        return reasons | (otherScript ? MatchReasons.OtherScript : MatchReasons.None);
    }

    private static int Left(ReadOnlySpan<sbyte> aligned)
    {
        var left = 0;
        foreach (var place in aligned)
        {
            left += place < 0 ? 1 : 0;
        }

        return left;
    }

    private static double Unmatched(ReadOnlySpan<NameToken> tokens, ReadOnlySpan<sbyte> aligned)
    {
        var sum = 0.0;
        for (var at = 0; at < tokens.Length; at++)
        {
            sum += aligned[at] < 0 ? tokens[at].Rarity : 0;
        }

        return sum;
    }
}
