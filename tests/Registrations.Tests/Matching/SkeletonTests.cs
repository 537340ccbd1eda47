namespace Platform.Registrations.Tests.Matching;

/// <summary>Every row of the table of letters in docs/adr/0013, in both scripts.</summary>
public sealed class SkeletonTests
{
    [Theory]
    // alef in all its forms, hamza and ayn are no consonants
    [InlineData("أحمد", "HMD")]
    [InlineData("إبراهيم", "BRHM")]
    [InlineData("آدم", "DM")]
    [InlineData("ٱحمد", "HMD")]
    [InlineData("علي", "L")]
    [InlineData("سعيد", "SD")]
    [InlineData("أسماء", "SM")]
    // ya and waw: consonants at the beginning only
    [InlineData("يوسف", "YSF")]
    [InlineData("زينب", "ZNB")]
    [InlineData("مصطفى", "MSTF")]
    [InlineData("وليد", "WLD")]
    [InlineData("نوري", "NR")]
    [InlineData("مؤمن", "MMN")]
    [InlineData("عائشة", "X")]
    // closing ta and ha
    [InlineData("فاطمة", "FTM")]
    [InlineData("فاطمه", "FTM,FTMH")]
    [InlineData("هبة", "HB")]
    [InlineData("بكر", "BKR")]
    [InlineData("پتر", "BTR")]
    [InlineData("تهاني", "THN")]
    [InlineData("طاهر", "THR")]
    [InlineData("عثمان", "TMN,SMN")]
    [InlineData("جمال", "GML")]
    [InlineData("غسان", "GSN")]
    [InlineData("قاسم", "KSM,GSM")]
    [InlineData("كمال", "KML")]
    [InlineData("گل", "KL")]
    [InlineData("خالد", "KLD,HLD")]
    [InlineData("حسن", "HSN")]
    [InlineData("هارون", "HRN")]
    [InlineData("داود", "DD")]
    [InlineData("ذكي", "DK,ZK")]
    [InlineData("رمضان", "RMDN,RMZN")]
    [InlineData("ظافر", "ZFR,DFR")]
    [InlineData("زكي", "ZK")]
    [InlineData("سليمان", "SLMN")]
    [InlineData("صالح", "SLH")]
    [InlineData("شريف", "XRF")]
    [InlineData("چاد", "XD")]
    [InlineData("تشاد", "XD,TXD")]
    [InlineData("فرج", "FRG")]
    [InlineData("ڤيكتور", "FKTR")]
    [InlineData("ليلى", "LL")]
    [InlineData("مريم", "MRM")]
    [InlineData("نورا", "NR")]
    [InlineData("رانيا", "RN")]
    public void Arabic_letters_are_read(string name, string skeletons) => Assert.Equal(skeletons, NamesUnderTest.Skeletons(name));

    [Theory]
    [InlineData("Adam", "DM")]
    [InlineData("Eman", "MN")]
    [InlineData("Yusuf", "YSF")]
    [InlineData("Ibrahim", "BRHM")]
    [InlineData("Saeed", "SD")]
    [InlineData("Zeinab", "ZNB")]
    [InlineData("Walid", "WLD")]
    [InlineData("Oualid", "WLD")]
    [InlineData("Oumar", "MR")]
    [InlineData("Noor", "NR")]
    [InlineData("Fatimah", "FTM,FTMH")]
    [InlineData("Bilal", "BLL")]
    [InlineData("Pilal", "BLL")]
    [InlineData("Tarek", "TRK")]
    [InlineData("Othman", "TMN,SMN")]
    [InlineData("Jamal", "GML")]
    [InlineData("Djamal", "GML")]
    [InlineData("Hadgu", "HG")]
    [InlineData("Ghassan", "GSN")]
    [InlineData("Gamal", "GML,KML")]
    [InlineData("Qasim", "KSM,GSM")]
    [InlineData("Kamal", "KML")]
    [InlineData("Marcos", "MRKS")]
    [InlineData("Cali", "KL,L")]
    [InlineData("Sacid", "SSD,SD")]
    [InlineData("Uoldu", "WLD")]
    [InlineData("Giama", "GM")]
    [InlineData("Oscin", "XN,SKN")]
    [InlineData("Ciise", "SS,S")]
    [InlineData("Khalid", "KLD,HLD")]
    [InlineData("Hassan", "HSN")]
    [InlineData("Xasan", "HSN")]
    [InlineData("Dawit", "DT")]
    [InlineData("Ramadhan", "RMDN,RMZN")]
    [InlineData("Ziad", "ZD")]
    [InlineData("Sara", "SR")]
    [InlineData("Tsegay", "SG,SK")]
    [InlineData("Tzion", "SN")]
    [InlineData("Moussa", "MS")]
    [InlineData("Fayçal", "FSL")]
    [InlineData("Francis", "FRNSS")]
    [InlineData("Sharif", "XRF")]
    [InlineData("Schahin", "XHN")]
    [InlineData("Tchad", "XD")]
    [InlineData("Cherif", "XRF,KRF")]
    [InlineData("Ishaq", "XK,SHK,XG")]
    [InlineData("Farah", "FR,FRH")]
    [InlineData("Philip", "FLB")]
    [InlineData("Victor", "FKTR")]
    [InlineData("Lemlem", "LMLM")]
    [InlineData("Renan", "RNN")]
    public void Latin_letters_are_read(string name, string skeletons)
    {
        var found = NamesUnderTest.Skeletons(name);
        Assert.True(found == skeletons || found.StartsWith(skeletons + ",", StringComparison.Ordinal), $"{name}: {found}");
    }

    [Theory]
    [InlineData("Mohammed", "MHMD")]
    [InlineData("Muhammad", "MHMD")]
    [InlineData("Aziz", "ZZ")]
    [InlineData("Abbas", "BS")]
    [InlineData("ممدوح", "MMDH")]
    [InlineData("Mamdouh", "MMD")]
    public void A_doubled_Latin_letter_is_one_before_vowels_go_and_two_that_a_vowel_parts_are_two(string name, string skeleton) =>
        Assert.Equal(skeleton, NamesUnderTest.Token(name).Skeletons[0].ToString());

    [Theory]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("محـــمد", "محمد")]
    [InlineData("MOHAMED", "Mohamed")]
    [InlineData("Méd́ine", "Medine")]
    [InlineData("Sa'id", "Said")]
    [InlineData("Saʿīd", "Said")]
    [InlineData("‏محمد‎", "محمد")]
    [InlineData("Ma7moud", "Mahmoud")]
    [InlineData("3ali", "ali")]
    [InlineData("ﻣﺤﻤﺪ", "محمد")]
    [InlineData("یوسف", "يوسف")]
    public void What_says_nothing_is_stripped(string written, string meant) =>
        Assert.Equal(NamesUnderTest.Token(meant).Fold, NamesUnderTest.Token(written).Fold);

    [Fact]
    public void A_name_without_consonants_has_a_skeleton_of_its_own() => Assert.Equal(NamesUnderTest.Skeletons("آية"), NamesUnderTest.Skeletons("Aya"));

    [Fact]
    public void A_word_of_another_script_has_a_fingerprint_that_only_itself_has()
    {
        Assert.Equal(NamesUnderTest.Skeletons("ተስፋይ"), NamesUnderTest.Skeletons("ተስፋይ"));
        Assert.NotEqual(NamesUnderTest.Skeletons("ተስፋይ"), NamesUnderTest.Skeletons("ሰላም"));
        Assert.True(NamesUnderTest.Token("ሰላም").Skeletons[0].IsForeign);
    }

    [Fact]
    public void A_word_has_at_most_four_skeletons_and_says_which_are_other_readings()
    {
        var token = NamesUnderTest.Token("Khadhithuq");
        Assert.Equal(4, token.Skeletons.Count);
        Assert.Equal([false, true, true, true], Enumerable.Range(0, 4).Select(token.IsAlternate));
    }
}
