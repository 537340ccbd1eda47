using System.Collections.Concurrent;

namespace Platform.Scope.Tests;

/// <summary>Every read path, asked by every member for every record; what came back, beside what the reference model says.</summary>
public sealed partial class Comparison(RunningPlatform platform, World world)
{
    private readonly ReferenceModel model = new(world);
    private readonly ConcurrentQueue<string> differences = [];
    private int compared;

    /// <summary>How many answers were compared, and those that were not as they should be: once all that was said on the bus has been heard.</summary>
    public async Task<(int Compared, IReadOnlyList<string> Differences)> RunAsync()
    {
        await world.HeardAsync();
        await Parallel.ForEachAsync(world.Members, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (member, _) => await AsAsync(member));
        return (compared, [.. differences]);
    }

    private async Task AsAsync(Member member)
    {
        var registrations = world.As(member).With(platform.AddressOf("registrations"));
        var referrals = world.As(member).With(platform.AddressOf("referrals"));
        var identity = world.As(member).With(platform.AddressOf("identity"));

        await PeopleAsync(member, registrations);
        await TransfersAsync(member, registrations);
        await ExportsAsync(member, registrations);
        await ErasuresAsync(member, registrations);
        await SubjectRequestsAsync(member, registrations);
        Compare(
            member, "GET emergency-access",
            Allowed(member, ReferenceModel.SeesEmergencies(member), () => string.Join('\n', Enumerable.Reverse(world.Emergencies).Where(emergency => ReferenceModel.Sees(member, emergency))
                .Select(emergency => $"{emergency.Id} {ReferenceModel.FieldsOf(member, emergency)}"))),
            await AllAsync(registrations, "/emergency-access?limit=7", "accessId", line => line.FieldNames(), "\n"));
        await ReferralsAsync(member, referrals);
        await NoticesAsync(member, referrals);
        await OrganisationsAsync(member, identity, referrals);
        await OversightAsync(member, registrations, referrals);
    }

    private string Allowed(Member member, bool may, Func<string> told) => !model.MayEnter(member) ? "401" : may ? $"200 {told()}" : "403";

    private string Found(Member member, bool may, bool sees, Func<string> told) => may && model.MayEnter(member) && !sees ? "404" : Allowed(member, may, told);

    private static string Told(Answer answer, Func<JsonObject, string> told) => answer.Status == 200 ? $"200 {told(answer.Json)}" : $"{answer.Status}";

    /// <summary>All pages of a list, each line's id and what else is told of it; of some lines, where not all are the world's.</summary>
    private static async Task<string> AllAsync(Partner partner, string path, string id, Func<JsonObject, string?>? told = null, string between = " ", Func<JsonObject, bool>? some = null)
    {
        List<string> lines = [];
        for (var next = ""; next is not null;)
        {
            var answer = await partner.GetAsync($"{path}{(next == "" ? "" : $"&cursor={next}")}");
            if (answer.Status != 200) return $"{answer.Status}";

            lines.AddRange(answer.Items().Where(item => some?.Invoke(item) ?? true).Select(item => told is null ? $"{item.Id(id)}" : $"{item.Id(id)} {told(item)}"));
            next = answer.Json.Text("next");
        }

        return $"200 {string.Join(between, lines)}";
    }

    private static string Ids(IEnumerable<Guid> ids) => string.Join(' ', ids);

    private void Compare(Member member, string what, string expected, string actual)
    {
        Interlocked.Increment(ref compared);
        if (expected != actual) differences.Enqueue($"{member.Name} ({string.Join(", ", member.Roles)}): {what}\n  should be {expected}\n  was       {actual}");
    }
}
