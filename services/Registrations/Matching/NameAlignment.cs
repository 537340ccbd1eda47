namespace Platform.Registrations.Matching;

/// <summary>Which word of one name is which of the other: one to one, the nearest first, among equals those in the same place.</summary>
internal ref struct NameAlignment
{
    /// <summary>Level at which a word that is two of the other's written together is aligned with both.</summary>
    private const int TogetherLevel = 4;

    private readonly Span<sbyte> toOther;
    private readonly Span<sbyte> toOne;
    private readonly Span<byte> levels;

    /// <summary>Room for the answer is the caller's, so that nothing is allocated: <see cref="ParsedName.MostTokens" /> places each.</summary>
    public NameAlignment(ReadOnlySpan<NameToken> one, ReadOnlySpan<NameToken> other, Span<sbyte> toOther, Span<sbyte> toOne, Span<byte> levels, Span<byte> matrix)
    {
        this.toOther = toOther[..one.Length];
        this.toOne = toOne[..other.Length];
        this.levels = levels[..one.Length];
        this.toOther.Fill(-1);
        this.toOne.Fill(-1);
        this.levels.Clear();
        var highest = 0;
        for (var i = 0; i < one.Length; i++)
        {
            for (var j = 0; j < other.Length; j++)
            {
                var level = NameLevel.Of(one[i], other[j]);
                matrix[(i * other.Length) + j] = (byte)level;
                highest = Math.Max(highest, level);
            }
        }

        for (var level = highest; level > 0; level--)
        {
            // by how far apart the places are, so that the answer is the same turned round
            for (var apart = 0; apart < Math.Max(one.Length, other.Length); apart++)
            {
                for (var place = 0; place < Math.Min(one.Length, other.Length); place++)
                {
                    Take(place, place + apart, level, matrix);
                    Take(place + apart, place, level, matrix);
                }
            }
        }

        ExtraOfOne = Together(one, other, this.toOther, this.toOne, turned: false);
        ExtraOfOther = Together(other, one, this.toOne, this.toOther, turned: true);
    }

    /// <summary>Words of the one that are aligned though they stand together with another in one word of the other.</summary>
    public int ExtraOfOne { get; }

    /// <summary>The same the other way round.</summary>
    public int ExtraOfOther { get; }

    /// <summary>The place in the other name, or -1.</summary>
    public readonly int Of(int place) => toOther[place];

    /// <summary>The place in this name of a word of the other, or -1.</summary>
    public readonly int Back(int place) => toOne[place];

    /// <summary>The level at which this place is aligned, or 0.</summary>
    public readonly int Level(int place) => levels[place];

    private readonly void Take(int i, int j, int level, Span<byte> matrix)
    {
        if (i < toOther.Length && j < toOne.Length && matrix[(i * toOne.Length) + j] == level && toOther[i] < 0 && toOne[j] < 0)
        {
            (toOther[i], toOne[j], levels[i]) = ((sbyte)j, (sbyte)i, (byte)level);
        }
    }

    // Mohamedali and Mohamed Ali: two neighbours, neither with a like of its own
    private readonly int Together(ReadOnlySpan<NameToken> many, ReadOnlySpan<NameToken> few, Span<sbyte> fromMany, Span<sbyte> fromFew, bool turned)
    {
        var extra = 0;
        for (var j = 0; j < few.Length; j++)
        {
            for (var i = 0; fromFew[j] < 0 && i + 1 < many.Length; i++)
            {
                if (fromMany[i] < 0 && fromMany[i + 1] < 0 && IsTogether(many[i], many[i + 1], few[j]))
                {
                    (fromMany[i], fromMany[i + 1], fromFew[j]) = ((sbyte)j, (sbyte)j, (sbyte)i);
                    levels[turned ? j : i] = TogetherLevel;
                    levels[turned ? j : i + 1] = TogetherLevel;
                    extra++;
                }
            }
        }

        return extra;
    }

    private static bool IsTogether(NameToken first, NameToken second, NameToken both)
    {
        var (head, tail, whole) = (first.Skeletons[0], second.Skeletons[0], both.Skeletons[0].Packed);
        return both.Letters.Length >= 3 && (head.Followed(tail, meeting: false) == whole || (head.Meets(tail) && head.Followed(tail, meeting: true) == whole));
    }
}
