using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace Platform.Contracts.Tests;

/// <summary>docs/asyncapi.yaml says of every message what its record is: where it is published, its fields, their types and which are always there.</summary>
public sealed class AsyncApiTests
{
    private static readonly YamlMappingNode Description = Read();

    public static TheoryData<Type> Messages => SampleTests.Messages;

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_described_as_it_is(Type message)
    {
        var fields = message.GetProperties().OrderBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
            .Select(property => $"{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}: {TypeOf(property.PropertyType)}{(IsRequired(property) ? "" : "?")}");

        var parts = Items(Description, "components", "schemas", message.Name, "allOf").Select(part => part.Children.ContainsKey("$ref") ? At(Description, "components", "schemas", "event") : part).ToList();
        var required = parts.Select(part => In(part, "required")).OfType<YamlSequenceNode>().SelectMany(names => names).Select(name => name.ToString()).ToHashSet();
        var described = parts.Select(part => In(part, "properties")).OfType<YamlMappingNode>().SelectMany(properties => properties.Children)
            .OrderBy(property => property.Key.ToString(), StringComparer.OrdinalIgnoreCase)
            .Select(property => $"{property.Key}: {TypeIn((YamlMappingNode)property.Value)}{(required.Contains(property.Key.ToString()) ? "" : "?")}");

        Assert.Equal(fields, described);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_found_at_its_exchange(Type message)
    {
        var exchange = $"{message.Namespace}:{message.Name}";
        Assert.Equal(exchange, At(Description, "channels", message.Name).Children["address"].ToString());
        Assert.Equal(exchange, At(Description, "channels", message.Name, "bindings", "amqp", "exchange").Children["name"].ToString());
    }

    [Fact]
    public void Nothing_is_described_that_is_not_announced() =>
        Assert.Equal(
            typeof(IEvent).Assembly.GetExportedTypes().Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type)).Select(type => type.Name).Order(StringComparer.Ordinal),
            At(Description, "channels").Children.Keys.Select(name => name.ToString()).Order(StringComparer.Ordinal));

    private static string TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var guid when guid == typeof(Guid) => "string uuid",
        var number when number == typeof(int) => "integer int32",
        var instant when instant == typeof(DateTimeOffset) => "string date-time",
        var day when day == typeof(DateOnly) => "string date",
        var text when text == typeof(string) => "string",
        var codes when codes == typeof(IReadOnlyList<string>) => "array",
        var other => other.Name,
    };

    // a code of few values has an enum, and a number of few values needs no width
    private static string TypeIn(YamlMappingNode schema) => (schema.Children["type"].ToString(), In(schema, "format")?.ToString()) switch
    {
        ("integer", _) => "integer int32",
        (var type, null) => type,
        var (type, format) => $"{type} {format}",
    };

    private static bool IsRequired(System.Reflection.PropertyInfo property) =>
        property.GetCustomAttributes(typeof(RequiredMemberAttribute), false).Length > 0 || property.DeclaringType!.GetInterfaces().Any(type => type.GetProperty(property.Name) is not null);

    private static YamlNode? In(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var found) ? found : null;

    private static YamlMappingNode At(YamlMappingNode node, params string[] path) => path.Aggregate(node, (inside, name) => (YamlMappingNode)inside.Children[name]);

    private static IEnumerable<YamlMappingNode> Items(YamlMappingNode node, params string[] path) => ((YamlSequenceNode)At(node, path[..^1]).Children[path[^1]]).Cast<YamlMappingNode>();

    private static YamlMappingNode Read([CallerFilePath] string here = "")
    {
        using var text = File.OpenText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "asyncapi.yaml"));
        var stream = new YamlStream();
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
