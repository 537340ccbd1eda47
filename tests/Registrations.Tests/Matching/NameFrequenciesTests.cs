using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

public sealed class NameFrequenciesTests
{
    [Fact]
    public void A_common_name_carries_less_than_a_rare_one_though_nothing_was_counted_yet()
    {
        double Bits(string name) => NameFrequencies.BuiltIn.RarityOf(NamesUnderTest.Token(name).Skeletons[0]);

        Assert.InRange(Bits("Mohamed"), 1, 3);
        Assert.True(Bits("Mohamed") < Bits("Idris") && Bits("Idris") < Bits("Qwaqwbe"));
        Assert.InRange(Bits("Qwaqwbe"), 10, NameFrequencies.MostBits);
    }

    [Fact]
    public void What_was_counted_prevails_over_what_is_built_in()
    {
        var many = Enumerable.Repeat((NamesUnderTest.Name("Qwaqwbe Ali"), (string?)null), 50_000).ToList();
        var counted = NameFrequencies.Counted(many);

        Assert.Equal(50_000, counted.Records);
        Assert.InRange(counted.RarityOf(NamesUnderTest.Token("Qwaqwbe").Skeletons[0]), 0, 0.2);
        Assert.InRange(counted.RarityOf(NamesUnderTest.Token("Mohamed").Skeletons[0]), 5, 8);
    }

    [Fact]
    public void Among_people_of_one_nationality_a_name_may_be_common_that_is_rare_among_all()
    {
        var counted = NameFrequencies.Counted([.. Enumerable.Repeat((NamesUnderTest.Name("Traore"), (string?)"MLI"), 1_000), .. Enumerable.Repeat((NamesUnderTest.Name("Ali"), (string?)"SDN"), 49_000)]);
        var traore = NamesUnderTest.Token("Traore").Skeletons[0];

        Assert.True(counted.Among("MLI").RarityAmong(traore) + 4 < counted.RarityOf(traore));
        Assert.True(counted.Among("SDN").RarityAmong(traore) > counted.RarityOf(traore));
        Assert.Equal(counted.RarityOf(traore), counted.Among("ERI").RarityAmong(traore));
        Assert.Equal(counted.RarityOf(traore), counted.Among(null).RarityAmong(traore));
    }

    [Fact]
    public void A_word_is_as_rare_as_its_most_frequent_reading()
    {
        var token = NamesUnderTest.Token("Gamal");
        Assert.Equal(token.Skeletons.Min(NameFrequencies.BuiltIn.RarityOf), token.Rarity, 3);
    }

    [Fact]
    public void A_name_that_was_read_is_weighed_anew_without_being_read_again()
    {
        var counted = NameFrequencies.Counted(Enumerable.Repeat((NamesUnderTest.Name("Qwaqwbe"), (string?)null), 50_000));
        var name = NamesUnderTest.Name("Qwaqwbe");

        Assert.True(name.Weighed(counted).Tokens[0].Rarity < 1);
        Assert.Equal(name.ToString(), name.Weighed(counted).ToString());
    }
}
