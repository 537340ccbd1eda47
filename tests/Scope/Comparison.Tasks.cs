namespace Platform.Scope.Tests;

/// <content>What needs the member now.</content>
public sealed partial class Comparison
{
    /// <summary>Before whatever else they read: what is downloaded waits no more.</summary>
    private async Task TasksAsync(Member member, Door registrations, Door referrals)
    {
        foreach (var (door, service, theirs) in ((Door, string, IEnumerable<string>)[])[(registrations, "registrations", model.TasksOfFiles(member)), (referrals, "referrals", model.TasksOfReferrals(member))])
        {
            var (status, lines) = await LinesAsync(door, $"/{service}/tasks?limit=7");
            Compare(
                member, $"GET {service}/tasks", Allowed(member, ReferenceModel.HasTasks(member), () => Sorted(theirs)),
                status == 200 ? $"200 {Sorted(lines.Select(task => $"{task.Text("kind")} {task.Id("subjectId")}"))}" : $"{status}");
        }
    }
}
