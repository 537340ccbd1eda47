using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

public sealed class ParsedNameTests
{
    [Theory]
    [InlineData("Abdelrahman")]
    [InlineData("Abdurrahman")]
    [InlineData("Abdul Rahman")]
    [InlineData("Abd al-Rahman")]
    [InlineData("Abd ar-Rahman")]
    [InlineData("Abdou Rahmane")]
    [InlineData("Cabdiraxmaan")]
    [InlineData("عبدالرحمن")]
    [InlineData("عبد الرحمن")]
    [InlineData("عَبْدُ الرَّحْمٰن")]
    public void Servant_of_and_its_name_are_one_token(string name) => Assert.Equal("BDRHMN", NamesUnderTest.Token(name).Skeletons[0].ToString());

    [Theory]
    [InlineData("Abdulaziz", "عبد العزيز", "BDZZ")]
    [InlineData("Abdel Kader", "عبدالقادر", "BDKDR")]
    [InlineData("Abd Elaziz", "عبد عزيز", "BDZZ")]
    [InlineData("Abdelgadir", "عبدالجادر", "BDGDR")]
    [InlineData("Abdulhakim", "عبد الحكيم", "BDHKM")]
    [InlineData("Abdessalam", "عبد السلام", "BDSLM")]
    [InlineData("Abdennour", "عبد النور", "BDNR")]
    public void So_in_both_scripts(string latin, string arabic, string skeleton)
    {
        Assert.Equal(skeleton, NamesUnderTest.Token(latin).Skeletons[0].ToString());
        Assert.Equal(skeleton, NamesUnderTest.Token(arabic).Skeletons[0].ToString());
    }

    [Theory]
    [InlineData("Abdullah")]
    [InlineData("Abdallah")]
    [InlineData("Abdoulaye")]
    [InlineData("Abd Allah")]
    [InlineData("Abdulla")]
    [InlineData("Cabdullaahi")]
    [InlineData("عبدالله")]
    [InlineData("عبد الله")]
    public void Servant_of_God_is_one_name(string name) => Assert.Equal("BDL", NamesUnderTest.Token(name).Skeletons[0].ToString());

    [Theory]
    [InlineData("Noureddine", "NRDN")]
    [InlineData("Nour al-Din", "NRDN")]
    [InlineData("Nour Eddine", "NRDN")]
    [InlineData("Noor Uddin", "NRDN")]
    [InlineData("Noureldin", "NRDN")]
    [InlineData("نور الدين", "NRDN")]
    [InlineData("نورالدين", "NRDN")]
    [InlineData("Salah El Din", "SLHDN")]
    [InlineData("صلاح الدين", "SLHDN")]
    [InlineData("حسب الله", "HSBL")]
    [InlineData("Hasab Allah", "HSBL")]
    [InlineData("Abu Bakr", "BBKR")]
    [InlineData("Boubacar", "BBKR")]
    [InlineData("أبو بكر", "BBKR")]
    [InlineData("أبوبكر", "BBKR")]
    [InlineData("Gebre Meskel", "GBRMSKL")]
    public void What_is_one_name_in_two_words_is_joined(string name, string skeleton) => Assert.Equal(skeleton, NamesUnderTest.Token(name).Skeletons[0].ToString());

    [Fact]
    public void Ala_is_a_name_and_no_end_of_one() => Assert.Equal(2, NamesUnderTest.Name("Hassan Ala").Tokens.Count);

    [Fact]
    public void Abdou_before_another_name_stays_alone() => Assert.Equal(2, NamesUnderTest.Name("Abdou Diallo").Tokens.Count);

    [Theory]
    [InlineData("الطاهر", "THR")]
    [InlineData("Eltahir", "THR")]
    [InlineData("El Tahir", "THR")]
    [InlineData("Al-Tahir", "THR")]
    [InlineData("At Tahir", "THR")]
    [InlineData("Elnour", "NR")]
    public void An_article_is_dropped(string name, string skeleton) => Assert.Equal(skeleton, NamesUnderTest.Token(name).Skeletons[0].ToString());

    [Theory]
    [InlineData("Elnour", "LNR")]
    [InlineData("Alamin", "MN")]
    [InlineData("الياس", "LS")]
    [InlineData("Halimatou", "HLM")]
    [InlineData("Salamatu", "SLM")]
    [InlineData("سلامتو", "SLM")]
    public void What_may_be_an_article_or_an_ending_is_also_read_the_other_way(string name, string otherwise)
    {
        var token = NamesUnderTest.Token(name);
        var place = token.Skeletons.ToList().FindIndex(skeleton => skeleton.ToString() == otherwise);
        Assert.True(place > 0 && token.IsAlternate(place), $"{name}: {string.Join(',', token.Skeletons)}");
    }

    [Theory]
    [InlineData("Ali bin Omar", "ali omar")]
    [InlineData("Ali ben Omar", "ali omar")]
    [InlineData("Ali Ibn Omar", "ali omar")]
    [InlineData("Ahmed Ould Dah", "ahmed dah")]
    [InlineData("Ali wad Omar", "ali omar")]
    [InlineData("Amina bint Omar", "amina omar")]
    [InlineData("Amina mint Omar", "amina omar")]
    [InlineData("Moussa ag Ali", "mousa ali")]
    [InlineData("علي بن عمر", "علي عمر")]
    [InlineData("أمينة بنت عمر", "امينه عمر")]
    [InlineData("سيدي ولد علي", "سيدي علي")]
    public void Particles_are_dropped(string name, string tokens) => Assert.Equal(tokens, NamesUnderTest.Name(name).ToString());

    [Theory]
    [InlineData("Md", "Mohammed")]
    [InlineData("Mohd", "Mohammed")]
    [InlineData("Ahmet", "Ahmed")]
    [InlineData("Fadumo", "Fatima")]
    [InlineData("Maryan", "Maryam")]
    [InlineData("Hadiza", "Khadija")]
    [InlineData("Aden", "Adam")]
    [InlineData("Mahamat", "Mohammed")]
    [InlineData("Jalloh", "Diallo")]
    [InlineData("عايشتو", "عائشه")]
    public void A_short_form_is_spelt_out(string written, string meant) => Assert.Equal(5, NameLevel.Of(NamesUnderTest.Token(written), NamesUnderTest.Token(meant)));

    [Fact]
    public void Parts_keep_their_places()
    {
        var name = ParsedName.Of("Mohamed Ali", "Ibrahim Musa", "Elnour", NameFrequencies.BuiltIn);
        Assert.Equal("mohamed ali ibrahim musa nour", name.ToString());
        Assert.Equal(2, name.GivenTokens);
        Assert.Equal(1, NamesUnderTest.Name("Mohamed Ali Ibrahim").GivenTokens);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("   ", 0)]
    [InlineData("-'.,", 0)]
    [InlineData("123 456", 0)]
    [InlineData("🙂", 0)]
    [InlineData("Ali 🙂", 1)]
    [InlineData("Ali", 1)]
    [InlineData("bin", 1)]
    [InlineData("al", 1)]
    [InlineData("علي Hassan", 2)]
    [InlineData("محمدAli", 2)]
    [InlineData("M. Ali", 2)]
    [InlineData("a b c d e f g h i j k l m n o p", 10)]
    [InlineData("\u200fعلي\u200e \u202bعمر\u202c", 2)]
    [InlineData("Ali\ud83d", 1)]
    public void Whatever_is_typed_makes_some_tokens_or_none(string name, int tokens) => Assert.Equal(tokens, NamesUnderTest.Name(name).Tokens.Count);

    [Fact]
    public void Nothing_typed_is_too_long()
    {
        foreach (var name in new[] { new string('b', 400), string.Concat(Enumerable.Repeat("محمد", 100)), string.Concat(Enumerable.Repeat("é\u0301", 200)), string.Concat(Enumerable.Repeat("kh gh ", 66)) })
        {
            var parsed = NamesUnderTest.Name(name);
            Assert.InRange(parsed.Tokens.Count, 1, ParsedName.MostTokens);
            Assert.All(parsed.Tokens, token => Assert.All(token.Skeletons, skeleton => Assert.InRange(skeleton.Length, 1, Skeleton.Longest)));
            Assert.All(parsed.Tokens, token => Assert.Equal(5, NameLevel.Of(token, token)));
        }
    }
}
