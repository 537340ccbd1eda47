using System.Collections.Concurrent;

namespace Platform.Scope.Tests;

/// <summary>Every read path, asked by every member for every record; what came back, beside what the reference model says.</summary>
public sealed partial class Comparison(RunningPlatform platform, World world)
{
    private readonly ReferenceModel model = new(world);
    private readonly ConcurrentQueue<string> differences = [];
    private readonly ConcurrentDictionary<string, bool> paths = [];
    private IReadOnlyList<Overdue> overdue = [];
    private int compared;

    /// <summary>Each path that was read, at which service, with <c>{}</c> in place of an id.</summary>
    public IEnumerable<string> Asked => paths.Keys;

    /// <summary>How many answers were compared, and those that were not as they should be: once all that was said on the bus has been heard.</summary>
    public async Task<(int Compared, IReadOnlyList<string> Differences)> RunAsync()
    {
        await world.HeardAsync();
        overdue = await world.OverdueAsync();
        var from = await platform.NowAsync();
        await EachAsync(AsAsync);
        var until = await platform.NowAsync();
        await OutOfAreaAsync();
        await EachAsync(async member =>
        {
            await ExposureAsync(member, from, until);
            await ReachAsync(member);
            await UnusualAsync(member);
            await WhatIfAsync(member, At(member, "referrals"));
        });
        return (compared, [.. differences]);
    }

    private Task EachAsync(Func<Member, Task> asks) => Parallel.ForEachAsync(world.Members, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (member, _) => await asks(member));

    private async Task AsAsync(Member member)
    {
        var registrations = At(member, "registrations");
        var referrals = At(member, "referrals");
        var identity = At(member, "identity");

        await TasksAsync(member, registrations, referrals);
        await PeopleAsync(member, registrations);
        await PagesAsync(member, registrations);
        await InsideAsync(member);
        await TransfersAsync(member, registrations);
        await ExportsAsync(member, registrations);
        await MergesAsync(member, registrations);
        await ProgrammesAsync(member, registrations);
        await ImportsAsync(member, registrations);
        await StatisticsAsync(member, registrations);
        await ErasuresAsync(member, registrations);
        await SubjectRequestsAsync(member, registrations);
        await VisitsAsync(member, registrations);
        await PlacesAsync(member, registrations);
        await DuplicatesAsync(member, registrations);
        await ExplainedPlacesAsync(member);
        Compare(
            member, "GET emergency-access",
            Allowed(member, ReferenceModel.SeesEmergencies(member), () => string.Join('\n', Enumerable.Reverse(world.Emergencies).Where(emergency => ReferenceModel.Sees(member, emergency))
                .Select(emergency => $"{emergency.Id} {ReferenceModel.FieldsOf(member, emergency)}"))),
            await AllAsync(registrations, "/emergency-access?limit=7", "accessId", line => line.FieldNames(), "\n"));
        await ReferralsAsync(member, referrals);
        await NoticesAsync(member, referrals);
        await OrganisationsAsync(member, identity, referrals);
        await AdministrationAsync(member, identity);
        await OversightAsync(member, registrations, referrals);
    }

    /// <summary>A member at a service's own door. Whatever is read there is compared.</summary>
    private Door At(Member member, string service) => new(service, world.As(member).With(platform.AddressOf(service)), paths);

    /// <summary>What the services ask each other is for none of the world's members; nor are messages that could not be sent, but for the lead's administrators.</summary>
    private async Task InsideAsync(Member member)
    {
        foreach (var (service, path) in ((string, string)[])[("registrations", $"/internal/withdrawals?since={world.Today:yyyy-MM-dd}"), ("identity", "/internal/standing"), ("identity", "/internal/not-before")])
        {
            Compare(member, $"GET {path}", Allowed(member, false, () => ""), $"{(await At(member, service).GetAsync(path)).Status}");
        }

        foreach (var service in (string[])["identity", "assessments", .. Services])
        {
            Compare(
                member, $"GET operations/parked of {service}", Allowed(member, ReferenceModel.IsAdministratorOfLead(member), () => ""),
                Told(await At(member, service).GetAsync("/operations/parked"), list => string.Join(' ', list["items"]!.AsArray().Select(item => item!.ToJsonString()))));
        }
    }

    private string Allowed(Member member, bool may, Func<string> told) => !model.MayEnter(member) ? "401" : may ? $"200 {told()}" : "403";

    private string Found(Member member, bool may, bool sees, Func<string> told) => may && model.MayEnter(member) && !sees ? "404" : Allowed(member, may, told);

    private static string Told(Answer answer, Func<JsonObject, string> told) => answer.Status == 200 ? $"200 {told(answer.Json)}" : $"{answer.Status}";

    /// <summary>All pages of a list, each line's id and what else is told of it; of some lines, where not all are the world's.</summary>
    private static async Task<string> AllAsync(Door door, string path, string id, Func<JsonObject, string?>? told = null, string between = " ", Func<JsonObject, bool>? some = null)
    {
        var (status, lines) = await LinesAsync(door, path);
        return status != 200 ? $"{status}" : $"200 {string.Join(between, lines.Where(line => some?.Invoke(line) ?? true).Select(line => told is null ? $"{line.Id(id)}" : $"{line.Id(id)} {told(line)}"))}";
    }

    /// <summary>All pages of a list.</summary>
    private static async Task<(int Status, List<JsonObject> Lines)> LinesAsync(Door door, string path)
    {
        List<JsonObject> lines = [];
        for (var next = ""; next is not null;)
        {
            var answer = await door.GetAsync($"{path}{(next == "" ? "" : $"&cursor={next}")}");
            if (answer.Status != 200) return (answer.Status, []);

            lines.AddRange(answer.Items());
            next = answer.Json.Text("next");
        }

        return (200, lines);
    }

    private static string Ids(IEnumerable<Guid> ids) => string.Join(' ', ids);

    private void Compare(Member member, string what, string expected, string actual)
    {
        Interlocked.Increment(ref compared);
        if (expected != actual) differences.Enqueue($"{member.Name} ({string.Join(", ", member.Roles)}): {what}\n  should be {expected}\n  was       {actual}");
    }
}
