using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Platform.Architecture.Tests;

/// <summary>Each room keeps its one sentence.</summary>
public sealed partial class RoomsTests
{
    private static readonly string[] Product = ["contracts", "services", "gateway", "identity"];

    [Theory]
    [InlineData("contracts/Platform.Contracts.csproj", "")]
    [InlineData("services/Hosting/Platform.Hosting.csproj", "")]
    [InlineData("services/Access/Platform.Access.csproj", "Platform.Hosting")]
    [InlineData("services/Messaging/Platform.Messaging.csproj", "Platform.Access Platform.Contracts")]
    [InlineData("services/Registrations/Platform.Registrations.csproj", "Platform.Access Platform.Contracts Platform.Hosting Platform.Messaging")]
    [InlineData("services/Assessments/Platform.Assessments.csproj", "Platform.Access Platform.Contracts Platform.Hosting Platform.Messaging")]
    [InlineData("services/Referrals/Platform.Referrals.csproj", "Platform.Access Platform.Contracts Platform.Hosting Platform.Messaging")]
    [InlineData("gateway/Platform.Gateway.csproj", "Platform.Hosting")]
    [InlineData("identity/Platform.Identity.csproj", "Platform.Access Platform.Contracts Platform.Hosting Platform.Messaging")]
    public void A_room_knows_only_the_rooms_it_is_built_on(string project, string allowed)
    {
        var known = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Order(StringComparer.Ordinal);
        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries), known);
    }

    [Fact]
    public void Contracts_need_no_package() =>
        Assert.DoesNotContain("PackageReference", Repository.Read("contracts/Platform.Contracts.csproj"), StringComparison.Ordinal);

    [Fact]
    public void Only_Access_its_named_exceptions_and_identity_open_a_database_connection()
    {
        string[] exceptions = ["services/Messaging/Relay.cs", "services/Messaging/OutboxListener.cs", "services/Messaging/LaneLeases.cs", "services/Referrals/Directory/DemoServices.cs"];
        var openers = Repository.Code("services", "gateway").Where(file => !file.StartsWith("services/Access/", StringComparison.Ordinal))
            .Where(file => OpensConnection().IsMatch(Repository.Read(file)));
        Assert.Equal([], openers.Except(exceptions));
    }

    [Fact]
    public void Entity_Framework_lives_in_identity_only() =>
        Assert.Equal([], Repository.Code("services", "gateway", "contracts").Where(file => Repository.Read(file).Contains("EntityFrameworkCore", StringComparison.Ordinal)));

    [Fact]
    public void There_is_no_room_whose_name_invites_everything() =>
        Assert.Equal([], Repository.Code(Product).Where(file => InvitingName().IsMatch(file)));

    [Fact]
    public void No_query_selects_everything() =>
        Assert.Equal([], Repository.Code("services").Where(file => file is not "services/Access/Sealer.cs")
            .Where(file => SelectsEverything().IsMatch(WithoutDerivedTables().Replace(Repository.Read(file), ""))));

    [Fact]
    public void A_file_holds_one_thing() =>
        Assert.Equal([], Repository.Code(Product).Where(file => Repository.Read(file).Split('\n').Length > 300));

    [Theory]
    [InlineData("services/Registrations/Program.cs")]
    [InlineData("services/Assessments/Program.cs")]
    [InlineData("services/Referrals/Program.cs")]
    [InlineData("gateway/Program.cs")]
    [InlineData("identity/Program.cs")]
    public void A_process_starts_on_one_screen(string program) => Assert.InRange(Repository.Read(program).Split('\n').Length, 1, 75);

    [Fact]
    public void Hosting_speaks_no_word_of_the_field() =>
        Assert.Equal([], Repository.Code("services/Hosting").Where(file => FieldWords().IsMatch(Repository.Read(file))));

    [Fact]
    public void Messaging_names_no_message_type() =>
        Assert.Equal([], Repository.Code("services/Messaging").Where(file => Repository.Read(file).Contains("Platform.Contracts.", StringComparison.Ordinal)));

    [Fact]
    public void Every_use_case_has_a_test_that_names_it()
    {
        var tests = string.Concat(Repository.Code("tests").Select(Repository.Read));
        var useCases = UseCases().Select(type => type.Name).ToList();
        Assert.NotEmpty(useCases);
        Assert.Equal([], useCases.Where(name => !tests.Contains(name + "Tests", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Type> UseCases() => new[] { typeof(Registrations.RegistrationsProgram), typeof(Assessments.AssessmentsProgram), typeof(Referrals.ReferralsProgram) }
        .SelectMany(program => program.Assembly.GetTypes())
        .Where(type => type is { IsAbstract: true, IsSealed: true } && type.GetMethod("Map", BindingFlags.Public | BindingFlags.Static) is not null);

    [GeneratedRegex(@"new NpgsqlConnection\(|NpgsqlDataSource\.Create|new NpgsqlDataSourceBuilder")]
    private static partial Regex OpensConnection();

    [GeneratedRegex(@"/(Common|Shared|Core|BuildingBlocks|Utils?|Helpers?|Managers?)/|(Helper|Utils?|Manager|Repository)\.cs$")]
    private static partial Regex InvitingName();

    [GeneratedRegex(@"select \*", RegexOptions.IgnoreCase)]
    private static partial Regex SelectsEverything();

    [GeneratedRegex(@"select distinct on \([^)]*\) \*|returning \*")]
    private static partial Regex WithoutDerivedTables();

    [GeneratedRegex(@"\b(referral|person|people|consent|caseworker|placement)s?\b", RegexOptions.IgnoreCase)]
    private static partial Regex FieldWords();
}
