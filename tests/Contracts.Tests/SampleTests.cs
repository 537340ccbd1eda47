using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Platform.Contracts.Tests;

/// <summary>
/// Every message has an approved sample: a field is only ever added as optional, and a name never changes. To approve a new
/// message or field, set APPROVE_SAMPLES=1, run these tests, and review what they wrote.
/// </summary>
public sealed class SampleTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static TheoryData<Type> Messages => [.. typeof(IEvent).Assembly.GetExportedTypes().Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_reads_as_its_approved_sample(Type message)
    {
        var sample = Path.Combine(Samples(), $"{message.FullName}.json");
        var written = JsonSerializer.Serialize(Filled(message), message, Json) + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE_SAMPLES") == "1")
        {
            File.WriteAllText(sample, written);
        }

        Assert.Equal(File.ReadAllText(sample), written);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_holds_ids_codes_and_times_only(Type message)
    {
        string[] codes = ["Purpose", "Priority", "OutcomeCode", "Because", "Clock", "Service", "Hash", "Kind", "AreaCode"];
        var texts = message.GetProperties().Where(property => property.PropertyType == typeof(string)).Select(property => property.Name);
        Assert.Equal([], texts.Except(codes));
        Assert.All(message.GetProperties(), property => Assert.Contains(
            Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
            new[] { typeof(Guid), typeof(int), typeof(DateTimeOffset), typeof(DateOnly), typeof(string), typeof(IReadOnlyList<string>) }));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_a_past_tense_record_in_a_versioned_namespace(Type message)
    {
        Assert.Matches("^Platform\\.Contracts\\.[A-Z][a-z]+\\.V[0-9]+$", message.Namespace);
        Assert.Matches("(ed|Given|Sent|Withdrawn|Overdue|MadeUnsafe)$", message.Name);
        Assert.True(message.IsSealed);
    }

    [Fact]
    public void No_sample_is_left_of_a_message_that_is_gone() =>
        Assert.Equal(
            typeof(IEvent).Assembly.GetExportedTypes().Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type)).Select(type => type.FullName).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Samples()).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    private static object Filled(Type message)
    {
        var filled = RuntimeHelpers.GetUninitializedObject(message);
        foreach (var (property, number) in message.GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal).Select((property, number) => (property, number)))
        {
            property.SetValue(filled, (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
            {
                var type when type == typeof(Guid) => new Guid(number + 1, 0, 0, new byte[8]),
                var type when type == typeof(int) => number,
                var type when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 1, number, 0, 0, TimeSpan.Zero),
                var type when type == typeof(DateOnly) => new DateOnly(2026, 1, 1 + number),
                var type when type == typeof(IReadOnlyList<string>) => new[] { $"a-code-{number}" },
                _ => $"a-code-{number}",
            });
        }

        return filled;
    }

    private static string Samples([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Samples");
}
