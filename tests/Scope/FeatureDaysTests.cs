using Platform.Access;

namespace Platform.Scope.Tests;

/// <summary>On which days a feature is on, as every service reckons it.</summary>
public sealed class FeatureDaysTests
{
    private static readonly Guid Holder = Guid.NewGuid();
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Theory]
    [InlineData("", true)]
    [InlineData("last day of the assessment", true)]
    [InlineData("the assessment is over", false)]
    [InlineData("no assessment", false)]
    [InlineData("the agreement is over", false)]
    [InlineData("the agreement is to come", false)]
    [InlineData("the agreement was ended", false)]
    [InlineData("the agreement lacks a package", false)]
    [InlineData("the agreement is between others", false)]
    [InlineData("suspended", false)]
    [InlineData("of another agency", false)]
    [InlineData("another feature", false)]
    [InlineData("low, and no assessment", true)]
    [InlineData("low, and suspended", false)]
    public void It_is_on_while_all_that_its_class_needs_is_there(string but, bool on)
    {
        var low = but.StartsWith("low", StringComparison.Ordinal);
        var agreement = new Standing.AgreementEntry(
            Guid.NewGuid(), "invented", [but == "the agreement is between others" ? Guid.NewGuid() : Holder, Guid.NewGuid()], ["tracing"], but == "the agreement lacks a package" ? ["identity"] : ["identity", "contact", "family"],
            ["*"], but == "the agreement is to come" ? Today.AddDays(1) : Today.AddDays(-9), but == "the agreement is over" ? Today.AddDays(-1) : Today.AddDays(9), but != "the agreement was ended");
        var feature = new Standing.FeatureEntry(but == "of another agency" ? Guid.NewGuid() : Holder, but == "another feature" ? "other" : "invented", ["identity", "contact"], !low, but switch
        {
            "no assessment" or "low, and no assessment" => null,
            "the assessment is over" => Today.AddDays(-1),
            "last day of the assessment" => Today,
            _ => Today.AddDays(30),
        });
        var agency = new Standing.AgencyEntry(Holder, "invented", "Invented", "ngo", !but.EndsWith("suspended", StringComparison.Ordinal));
        var standing = new Standing(1, [agency], [], [], low ? [] : [agreement], []) { Features = [feature] };

        Assert.Equal(on, standing.IsOn("invented", Holder, Today));
    }
}
