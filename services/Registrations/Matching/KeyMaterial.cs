using System.Buffers.Binary;

namespace Platform.Registrations.Matching;

/// <summary>What of a name is made into keys, before it is hashed.</summary>
internal static class KeyMaterial
{
    /// <summary>Bytes of one.</summary>
    public const int Length = 20;

    /// <summary>Names of a person that are paired.</summary>
    private const int MostPaired = 8;

    /// <summary>Bits by which a name may be less rare than a key asks for and still be looked for: two spellings, or two counts, differ by as much.</summary>
    private const double Slack = 0.5;

    /// <summary>The one name of somebody who has no other.</summary>
    public static IEnumerable<(Skeleton One, Skeleton Other)> Alone(ParsedName name) => name.Tokens[0].Skeletons.Select(skeleton => (skeleton, skeleton));

    /// <summary>
    /// Every two names of the person, each as it reads and as it may be read; and where they have three, one with the two others
    /// written together, as four have another pair left when two are run together.
    /// </summary>
    public static IEnumerable<(Skeleton One, Skeleton Other)> Pairs(ParsedName name, bool lookingFor)
    {
        var count = Math.Min(name.Tokens.Count, MostPaired);
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                foreach (var pair in Readings(name.Tokens[i], name.Tokens[j], lookingFor))
                {
                    yield return pair;
                }
            }
        }

        if (count == 3)
        {
            var (one, two, three) = (name.Tokens[0].Skeletons[0], name.Tokens[1].Skeletons[0], name.Tokens[2].Skeletons[0]);
            foreach (var together in Together(one, two))
            {
                yield return (together, three);
            }

            foreach (var together in Together(two, three))
            {
                yield return (together, one);
            }
        }
    }

    private static IEnumerable<(Skeleton One, Skeleton Other)> Readings(NameToken one, NameToken other, bool lookingFor)
    {
        for (var a = 0; a < one.Skeletons.Count; a++)
        {
            for (var b = 0; b < other.Skeletons.Count; b++)
            {
                if (lookingFor || (!one.IsWeak(a) && !other.IsWeak(b)))
                {
                    yield return (one.Skeletons[a], other.Skeletons[b]);
                }
            }
        }
    }

    private static IEnumerable<Skeleton> Together(Skeleton one, Skeleton other)
    {
        if (one.Followed(other, meeting: false) is not 0 and var together)
        {
            yield return new Skeleton(together);
        }

        if (one.Meets(other) && one.Followed(other, meeting: true) is not 0 and var met)
        {
            yield return new Skeleton(met);
        }
    }

    /// <summary>The rare names of the person, each alone; those less rare, each with the first consonant of another.</summary>
    public static IEnumerable<(Skeleton Token, Skeleton? Initial)> Rare(ParsedName name, bool lookingFor)
    {
        var slack = lookingFor ? Slack : 0;
        foreach (var token in name.Tokens.Where(token => token.Rarity >= MatchKeys.LessRareBits - slack))
        {
            var initials = name.Tokens.Where(other => other != token).SelectMany(other => other.Skeletons).Where(other => !other.IsForeign).Select(other => other.First).Distinct().ToArray();
            for (var place = 0; place < token.Skeletons.Count; place++)
            {
                if (token.IsWeak(place) && !lookingFor)
                {
                    continue;
                }

                if (token.Rarity >= MatchKeys.RareBits - slack)
                {
                    yield return (token.Skeletons[place], null);
                }

                foreach (var initial in token.Rarity < MatchKeys.RareBits + slack ? initials : [])
                {
                    yield return (token.Skeletons[place], initial);
                }
            }
        }
    }

    /// <summary>The bytes that are hashed: two skeletons, the smaller first so that the order of names does not matter, and the band.</summary>
    public static ReadOnlySpan<byte> Written(Span<byte> text, Skeleton one, Skeleton? other, int? band)
    {
        var second = other?.Packed ?? 0;
        BinaryPrimitives.WriteUInt64BigEndian(text, other is null ? one.Packed : Math.Min(one.Packed, second));
        BinaryPrimitives.WriteUInt64BigEndian(text[8..], other is null ? 0 : Math.Max(one.Packed, second));
        BinaryPrimitives.WriteInt32BigEndian(text[16..], band ?? -1);
        return text[..Length];
    }
}
