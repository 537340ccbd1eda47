using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

/// <summary>How the tests of the matcher read names: by the built-in frequencies, which do not depend on any base.</summary>
internal static class NamesUnderTest
{
    public static ParsedName Name(string name) => ParsedName.Of(name, NameFrequencies.BuiltIn);

    public static NameToken Token(string word)
    {
        var name = Name(word);
        return Assert.Single(name.Tokens);
    }

    /// <summary>The skeletons of each token, as <c>MHMD/HMD,HMDH</c>.</summary>
    public static string Skeletons(string name) => string.Join('/', Name(name).Tokens.Select(token => string.Join(',', token.Skeletons)));

    public static MatchSubject Subject(string name, int? year = 1990, bool estimated = false, string? sex = "male", string? nationality = "SDN", string? phone = null) =>
        new(Name(name), year, estimated, sex, nationality, PhoneTail.Of(phone));
}
