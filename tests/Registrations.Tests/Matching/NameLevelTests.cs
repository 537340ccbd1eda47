using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

public sealed class NameLevelTests
{
    [Theory]
    [InlineData("Hassan", "Hussein")]
    [InlineData("Hasan", "Husain")]
    [InlineData("Xasan", "Xuseen")]
    [InlineData("Hassen", "Hussen")]
    [InlineData("حسن", "حسين")]
    [InlineData("حسن", "Hussein")]
    [InlineData("حسن", "Hussain")]
    [InlineData("حسن", "Hussen")]
    [InlineData("حسين", "Hassan")]
    [InlineData("حسين", "Hassen")]
    [InlineData("Mohammed", "Mahmoud")]
    [InlineData("Muhammad", "Mahmud")]
    [InlineData("Md", "Mahmood")]
    [InlineData("محمد", "محمود")]
    [InlineData("محمد", "Mahmoud")]
    [InlineData("محمد", "Mahmud")]
    [InlineData("محمد", "Maxamuud")]
    [InlineData("محمود", "Mohammed")]
    [InlineData("محمود", "Mohamed")]
    [InlineData("محمود", "Mahamat")]
    [InlineData("Gamal", "Kamal")]
    [InlineData("Djamal", "Kamal")]
    [InlineData("جمال", "كمال")]
    [InlineData("جمال", "Kamal")]
    [InlineData("كمال", "Gamal")]
    [InlineData("كمال", "Jamal")]
    [InlineData("عمر", "Amir")]
    [InlineData("عامر", "Omar")]
    [InlineData("سليم", "سلام")]
    [InlineData("Karim", "Karam")]
    [InlineData("سالم", "Saleem")]
    public void Two_names_never_reach_level_3(string one, string other)
    {
        Assert.InRange(Level(one, other), 0, 2);
        Assert.InRange(Level(other, one), 0, 2);
    }

    [Theory]
    [InlineData("محمد", "Mohammed")]
    [InlineData("محمد", "Muhammad")]
    [InlineData("محمد", "Mouhamed")]
    [InlineData("محمود", "Mahmoud")]
    [InlineData("محمود", "Mahmood")]
    [InlineData("حسن", "Hassan")]
    [InlineData("حسين", "Hussein")]
    [InlineData("حسين", "Hussain")]
    [InlineData("حسين", "Hissein")]
    [InlineData("جمال", "Jamal")]
    [InlineData("جمال", "Djamel")]
    [InlineData("كمال", "Kamal")]
    [InlineData("سالم", "Salim")]
    [InlineData("سليم", "Saleem")]
    [InlineData("خالد", "Khalid")]
    [InlineData("بلال", "Bilal")]
    [InlineData("هند", "Hind")]
    [InlineData("يوسف", "Youssef")]
    [InlineData("يوسف", "Yousif")]
    [InlineData("يونس", "Yunus")]
    [InlineData("عمر", "Omar")]
    [InlineData("موسى", "Moussa")]
    [InlineData("مصطفى", "Mustafa")]
    [InlineData("ليلى", "Leila")]
    [InlineData("عبد الله", "Abdullah")]
    [InlineData("عبد الرحمن", "Abdirahman")]
    [InlineData("Ahmed", "Ahmad")]
    [InlineData("Fatma", "Fatima")]
    [InlineData("Ibrahim", "Ebrahim")]
    [InlineData("عائشة", "عايشه")]
    public void Spellings_of_one_name_reach_level_4(string one, string other)
    {
        Assert.InRange(Level(one, other), 4, 5);
        Assert.InRange(Level(other, one), 4, 5);
    }

    [Theory]
    [InlineData("Qadhafi", "Gaddafi")]
    [InlineData("قذافي", "Gaddafi")]
    [InlineData("Uthman", "Ousmane")]
    [InlineData("عثمان", "Ousmane")]
    [InlineData("إسحاق", "Ishaq")]
    [InlineData("Cali", "Ali")]
    [InlineData("علي", "Cali")]
    [InlineData("Sadiq", "Sadig")]
    [InlineData("صادق", "Sadig")]
    [InlineData("Yousef", "Yusuf")]
    [InlineData("Mohammed", "Muhammad")]
    public void By_another_reading_or_with_fewer_letters_alike_it_is_level_3_and_no_more(string one, string other)
    {
        Assert.Equal(3, Level(one, other));
        Assert.Equal(3, Level(other, one));
    }

    [Theory]
    [InlineData("Mohamed", "Mohaned", 3)]
    [InlineData("Ibrahim", "Ibrahin", 3)]
    [InlineData("Mohamed", "Tesfay", 0)]
    [InlineData("محمد", "Tesfay", 0)]
    [InlineData("ተስፋይ", "ተስፋይ", 5)]
    [InlineData("ተስፋይ", "Tesfay", 0)]
    public void Mistyped_and_other_names(string one, string other, int level) => Assert.Equal(level, Level(one, other));

    [Fact]
    public void It_is_the_same_in_both_directions()
    {
        string[] names = ["محمد", "Mohamed", "Mahmoud", "محمود", "Hassan", "حسين", "Gamal", "Kamal", "قاسم", "Gasim", "Elnour", "Nour", "Alamin", "امين", "ተስፋይ", "Aya", "آية", "x", "Ousmane", "Uthman"];
        foreach (var one in names)
        {
            Assert.Equal(5, Level(one, one));
            Assert.All(names, other => Assert.Equal(Level(one, other), Level(other, one)));
        }
    }

    private static int Level(string one, string other) => NameLevel.Of(NamesUnderTest.Token(one), NamesUnderTest.Token(other));
}
