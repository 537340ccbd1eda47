using System.Security.Cryptography;
using Npgsql;

namespace Platform.Scope.Tests;

/// <summary>
/// A plan, played on the running platform by its agencies' own systems over HTTP; and the facts that came of it. What the platform
/// refuses is no fact. Agencies, members and agreements are planted as identity keeps them.
/// </summary>
public sealed partial class World(RunningPlatform platform, ulong seed)
{
    /// <summary>From so many files or packets out of a member's areas on it is unusual: in this world, which is small.</summary>
    public const int OutOfArea = 3;

    public static readonly string[] Services = ["shelter", "health", "gbv-response"];

    private const int MostExports = 12;

    private readonly Dictionary<Guid, Partner> partners = [];

    public DateOnly Started { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    private readonly string run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public ulong Seed => seed;

    /// <summary>A word in every text that somebody writes, and the number at which everybody is called: nobody finds them where they were not given to read.</summary>
    public string Narrative { get; } = $"Zq{RandomNumberGenerator.GetString("bdfgklmnrst", 14)}";

    public string Phone { get; } = $"+21894{RandomNumberGenerator.GetInt32(1_000_000, 10_000_000)}";

    public List<Agency> Agencies { get; } = [];

    public List<Team> Teams { get; } = [];

    public List<Member> Members { get; } = [];

    public List<Offer> Offers { get; } = [];

    /// <summary>Of each agency the assessment of exports, and the review of its access.</summary>
    public Dictionary<Agency, Guid> Assessments { get; } = [];

    public Dictionary<Agency, Guid> Reviews { get; } = [];

    public List<Agreement> Agreements { get; } = [];

    public List<Person> People { get; } = [];

    public List<Consent> Consents { get; } = [];

    public List<Referral> Referrals { get; } = [];

    public List<Transfer> Transfers { get; } = [];

    public List<Export> Exports { get; } = [];

    public List<Erasure> Erasures { get; } = [];

    public List<SubjectRequest> SubjectRequests { get; } = [];

    public List<Emergency> Emergencies { get; } = [];

    public List<FamilyLink> FamilyLinks { get; } = [];

    /// <summary>Of a person who is there, the newest first.</summary>
    public IEnumerable<FamilyLink> FamilyOf(Person person) => Enumerable.Reverse(FamilyLinks).Where(link => link.IsThere && link.IsOf(person));

    public HashSet<Guid> Suspended { get; } = [];

    /// <summary>The platform's day.</summary>
    public DateOnly Today { get; private set; } = DateOnly.FromDateTime(DateTime.UtcNow);

    public Partner As(Member member) => partners[member.Id];

    /// <summary>Everything up to before the ends.</summary>
    public async Task PlayAsync(Plan plan)
    {
        await PlantAsync(plan);
        foreach (var member in Members) partners[member.Id] = new Partner(platform, member.Name) { Token = await platform.AskTokenAsync(member.Name, SecretOf(member.Name)) };

        await KnownAsync();
        foreach (var desk in Members.Where(member => member.Name.EndsWith("-desk", StringComparison.Ordinal) && member.Agency.HoldsCases))
        {
            foreach (var offer in Offers.Where(offer => offer.Agency == desk.Agency))
            {
                (await As(desk).SendAsync(HttpMethod.Put, $"/api/services/{offer.Service}", new { areaCodes = offer.Areas, acceptsReferrals = true }, new() { ["If-None-Match"] = "*" })).Expect(200);
            }
        }

        await ShapeAsync();
        foreach (var planned in plan.People) await RegisterAsync(planned);
        foreach (var planned in plan.Consents) await ConsentAsync(planned);
        foreach (var planned in plan.Referrals) await ReferAsync(planned);
        foreach (var (person, at) in People.Where((_, at) => at % 3 == 0).Select((person, at) => (person, at))) await AskAsync(person, at);
        foreach (var consent in Consents.TakeWhile(_ => Exports.Count < MostExports)) await ExportAsync(consent);
        await VisitAsync();
        await TellOfPlacesAsync();
        await PairAsync();
        await MergeAsync();
        await ImportAsync();
    }

    /// <summary>Ends some of the access, as administrators would, and waits until the services know.</summary>
    public async Task EndAsync(Plan plan)
    {
        foreach (var pick in plan.Erased) await EraseAsync(pick, isApproved: true);
        foreach (var pick in plan.Erased) await EraseAsync(pick, isApproved: false);
        foreach (var end in plan.Ends)
        {
            switch (end.What)
            {
                case "member":
                    await SuspendAsync("clients", "id", Of(Members, end.Pick)!.Id);
                    break;
                case "agency":
                    await SuspendAsync("agencies", "agency_id", Of(Agencies, end.Pick)!.Id);
                    break;
                case "team":
                    await EvacuateAsync(Of([.. People.Select(person => person.Team).OfType<Team>().Distinct()], end.Pick));
                    break;
                default:
                    var agreement = Of(Agreements, end.Pick)!;
                    agreement.Active = false;
                    await IdentityAsync("update agreements set active = false where agreement_id = $1", agreement.Id);
                    break;
            }
        }

        await SettleAsync();
    }

    /// <summary>Moves the platform's clock, and waits until what ended by the date has ended.</summary>
    public async Task MoveAsync(int days)
    {
        Today = Today.AddDays(days);
        foreach (var person in People) person.InEmergency.Clear();
        foreach (var handovers in People.Select(person => person.Handovers).Concat(Referrals.Select(referral => referral.Handovers))) handovers.RemoveAll(handover => handover.Until <= Today);
        await platform.MoveClockAsync(TimeSpan.FromDays(days));
        await Task.Delay(TimeSpan.FromSeconds(1));   // each process looks at it four times a second
        await SettleAsync();
    }

    /// <summary>What ended by itself: the services are told within a second, and look every five.</summary>
    private async Task SettleAsync()
    {
        var model = new ReferenceModel(this);
        foreach (var referral in Referrals.Where(referral => !referral.Ended && !model.Stands(referral)))
        {
            End(referral, referral.Until < Today ? "consent-expired" : "agreement-ended");
            await Eventually.TrueAsync(async () => await StatusOfAsync(referral) == "revoked", TimeSpan.FromSeconds(30), () => $"{referral.Id} ({referral.EndReason}) goes on. Seed {seed}");
        }

        foreach (var member in Members.Where(member => !model.MayEnter(member)))
        {
            await Eventually.TrueAsync(async () => (await As(member).With(platform.AddressOf("registrations")).GetAsync("/people")).Status == 401
                && (await As(member).With(platform.AddressOf("referrals")).GetAsync("/services")).Status == 401
                && (await As(member).With(platform.AddressOf("assessments")).GetAsync("/instruments")).Status == 401, TimeSpan.FromSeconds(20));
        }
    }

    private static T? Of<T>(IReadOnlyList<T> all, int pick)
        where T : class => all.Count == 0 ? null : all[pick % all.Count];

    /// <summary>Waits until the services know all that identity does: they look every five seconds.</summary>
    private async Task KnownAsync()
    {
        var version = await VersionAsync("identity", "select version from standing");
        foreach (var service in (string[])["registrations", "assessments", "referrals"])
        {
            await Eventually.TrueAsync(async () => await VersionAsync(service, "select coalesce(max(version), 0) from access.agreed_version") >= version, TimeSpan.FromSeconds(20), () => $"{service} does not know version {version}. Seed {seed}");
        }

        async Task<long> VersionAsync(string service, string sql)
        {
            await using var database = await platform.OpenDatabaseAsync(service);
            await using var command = new NpgsqlCommand(sql, database);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
