namespace Platform.Registrations.Tests.Imports;

public sealed class DownloadImportTemplateTests : Importing
{
    [Fact]
    public async Task It_has_the_columns_that_an_import_may_have()
    {
        Assert.Equal(
            "agreed,givenName,familyName,otherNames,sex,birthDate,birthYear,agePrecision,nationality,languages,phone,safeToCall,preferredChannel,safeTimes,mayLeaveMessage,areaCode,setting,arrivalDate,note",
            (await Sabha.GetAsync("/api/imports/template?kind=people")).Expect(200).Body.Trim('\uFEFF', '\r', '\n'));
        Assert.Equal("number,sex,ageBand,nationality,needs", (await Sabha.GetAsync("/api/imports/template?kind=roster")).Expect(200).Body.Trim('\uFEFF', '\r', '\n'));
        Assert.Equal("$.kind", (await Sabha.GetAsync("/api/imports/template?kind=referrals")).WrongFields());
    }
}
