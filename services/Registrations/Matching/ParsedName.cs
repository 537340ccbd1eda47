namespace Platform.Registrations.Matching;

/// <summary>
/// A name as the matcher compares it: its tokens in the order in which they were given, at most <see cref="MostTokens" />. It is read
/// once and compared with as many as need be; it says nothing of what was typed beyond these tokens.
/// </summary>
public sealed class ParsedName
{
    /// <summary>Words of a name that are compared; those after are not looked at.</summary>
    public const int MostTokens = 10;

    private readonly NameToken[] tokens;

    private ParsedName(NameToken[] tokens, int given, float bitsOfNationality)
    {
        this.tokens = tokens;
        BitsOfNationality = bitsOfNationality;
        GivenTokens = Math.Min(given, tokens.Length);
    }

    /// <summary>The tokens: given name first, then father's and others, then family name.</summary>
    public IReadOnlyList<NameToken> Tokens => tokens;

    /// <summary>How many tokens the given name has; 1 where only a whole name is known. The father's name is the token after them.</summary>
    public int GivenTokens { get; }

    internal float BitsOfNationality { get; }

    internal ReadOnlySpan<NameToken> Span => tokens;

    /// <summary>Reads a whole name, typed in one field.</summary>
    public static ParsedName Of(string? name, NameFrequencies frequencies) => Of(name, null, null, frequencies);

    /// <summary>Reads a name given in parts.</summary>
    public static ParsedName Of(string? given, string? others, string? family, NameFrequencies frequencies)
    {
        var first = NameText.Words(given);
        var words = others is null && family is null ? first : [.. first, .. NameText.Words(others), .. NameText.Words(family)];
        NameToken[] tokens = [.. NameWords.Of(words).Take(MostTokens).Select(word => new NameToken(word.Text, word.Script, frequencies))];
        var ofGiven = others is null && family is null ? 1 : Math.Max(1, NameWords.Of(first).Count);
        return new ParsedName(tokens, ofGiven, frequencies.BitsOfNationality);
    }

    /// <summary>The same name by other frequencies, without reading it again.</summary>
    public ParsedName Weighed(NameFrequencies frequencies) => new([.. tokens.Select(token => token.Weighed(frequencies))], GivenTokens, frequencies.BitsOfNationality);

    /// <inheritdoc />
    public override string ToString() => string.Join(' ', tokens.Select(token => token.Fold));
}
