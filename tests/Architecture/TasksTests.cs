using System.Reflection;
using Platform.Access;
using Platform.Contracts.Codes;

namespace Platform.Architecture.Tests;

/// <summary>Who shows a task has its name in three languages.</summary>
public sealed class TasksTests
{
    [Fact]
    public void Each_kind_of_task_is_in_the_list_of_codes_at_its_service_and_no_other_is() =>
        Assert.Equal(
            CodeList.TaskKinds.Rows.Select(row => $"{row["service"]} {row.Code}").Order(StringComparer.Ordinal),
            Kinds("registrations", typeof(Registrations.RegistrationsProgram)).Concat(Kinds("referrals", typeof(Referrals.ReferralsProgram))).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Kinds(string service, Type program) => program.Assembly.GetTypes()
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)).Where(property => property.PropertyType == typeof(IReadOnlyList<TaskKind>))
        .SelectMany(property => (IReadOnlyList<TaskKind>)property.GetValue(null)!).Select(kind => $"{service} {kind.Code}");
}
