using System.Text.Json;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.Visits;

/// <summary>A visit as those see it who may.</summary>
/// <param name="VisitId">Its id.</param>
/// <param name="State">Code of visit-state.csv.</param>
/// <param name="AgencyId">The agency that visits.</param>
/// <param name="TeamId">The team of who recorded it.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="ReviewedBy">Who reviewed it; never somebody who visited.</param>
/// <param name="ReviewedAt">When.</param>
/// <param name="HasAnnex">Whether there is a confidential annex; what it says is for who recorded the visit and the agency's protection officers.</param>
/// <param name="Version">For If-Match.</param>
/// <param name="Details">What is told of it.</param>
public sealed record VisitView(
    Guid VisitId, string State, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, Guid? ReviewedBy, DateTimeOffset? ReviewedAt,
    bool HasAnnex, int Version, VisitDetails Details)
{
    /// <summary>The name that texts are sealed under, with the visit's key.</summary>
    internal const string DetailsName = "visit";

    internal const string Select = """
        select v.visit_id, v.state, v.agency_id, v.team_id, v.recorded_by, v.recorded_at, v.updated_at, v.reviewed_by, v.reviewed_at, v.annexed, v.version, v.counts::text as counts, v.sealed
          from visits v
        """;

    internal const string SelectOne = $"{Select} where v.visit_id = @visitId";

    internal sealed record Row(
        Guid VisitId, string State, Guid AgencyId, Guid? TeamId, Guid RecordedBy, DateTimeOffset RecordedAt, DateTimeOffset UpdatedAt, Guid? ReviewedBy, DateTimeOffset? ReviewedAt,
        bool Annexed, int Version, string Counts, byte[] Sealed);

    /// <summary>The numbers, which are not sealed: nothing leads from them to anybody.</summary>
    private sealed record Counts(Headcount? AsGiven, Headcount? AsObserved);

    internal static VisitView Of(Row row, RecordKey key) => new(
        row.VisitId, row.State, row.AgencyId, row.TeamId, row.RecordedBy, row.RecordedAt, row.UpdatedAt, row.ReviewedBy, row.ReviewedAt, row.Annexed, row.Version, Open(key, row.Sealed, row.Counts));

    internal static async Task<VisitView?> OpenAsync(Row? row, KeyStore keys, CancellationToken ct) =>
        row is not null && await keys.GetAsync(row.VisitId, ct) is { } key ? Of(row, key) : null;

    internal static async Task<object?> RebuildAsync(Work work, Guid visitId) =>
        await OpenAsync(await work.CommitAsync<Row>(SelectOne, new { visitId }), work.Service<KeyStore>(), CancellationToken.None);

    internal static VisitDetails Open(RecordKey key, byte[] sealedDetails, string counts)
    {
        var numbers = JsonSerializer.Deserialize<Counts>(counts, PlatformHost.Json)!;
        return key.Open<VisitDetails>(DetailsName, sealedDetails) with { AsGiven = numbers.AsGiven, AsObserved = numbers.AsObserved };
    }

    internal static byte[] Seal(RecordKey key, VisitDetails visit) => key.Seal(DetailsName, visit with { AsGiven = null, AsObserved = null });

    internal static string CountsOf(VisitDetails visit) => JsonSerializer.Serialize(new Counts(visit.AsGiven, visit.AsObserved), PlatformHost.Json);

    /// <summary>The ids of those who went, by what they are called.</summary>
    internal static Guid[] IdsOf(VisitDetails visit, Standing standing, Guid agency) =>
        [.. (visit.Visitors ?? []).Select(called => standing.Members.First(member => IsCalled(member, agency, called)).MemberId).Distinct()];

    internal static Func<string, bool> IsOf(Standing standing, Guid agency) => called => standing.Members.Any(member => IsCalled(member, agency, called));

    private static bool IsCalled(Standing.MemberEntry member, Guid agency, string called) =>
        member.AgencyId == agency && (member.Name == called || (Guid.TryParse(called, out var id) && member.MemberId == id));

    /// <summary>Why a visit could not be locked for a change: the caller reads it and no more (403), or it is not there for them (404).</summary>
    internal static async Task<Refusal> NotToChangeAsync(Work work, Guid visitId) =>
        await work.QuerySingleOrDefaultAsync<bool>("select exists (select 1 from visits where visit_id = @visitId)", new { visitId }) ? Refusal.Forbidden : Refusal.NotFound;

    /// <summary>A visit as a move finds it.</summary>
    internal sealed record Found(string State, Guid RecordedBy, Guid[] Visitors, string AreaCode, DateTimeOffset? VisitedAt, int Version, string Counts, byte[] Sealed)
    {
        /// <summary>Whether they were there, or wrote it down.</summary>
        public bool WasVisitedBy(Guid member) => RecordedBy == member || Visitors.Contains(member);

        /// <summary>Locked until the change has committed. Null where the caller may not change it.</summary>
        public static Task<Found?> LockAsync(Work work, Guid visitId) => work.QuerySingleOrDefaultAsync<Found>(Lock, new { visitId });

        private const string Lock = """
            select state, recorded_by, visitors, area_code, visited_at, version, counts::text as counts, sealed from visits where visit_id = @visitId for update
            """;
    }

    /// <summary>It goes on to another state.</summary>
    internal static void Move(Work work, Guid visitId, string state, string set = "", object? args = null)
    {
        work.Update($"update visits set state = '{state}', version = version + 1, updated_at = access.now(){set} where visit_id = @visitId", args ?? new { visitId });
        work.Execute("select access.moved(@visitId, @state)", new { visitId, state });
    }

    /// <summary>That it was made, where and when; nothing of what was seen.</summary>
    internal static void Announce(Work work, Guid visitId, int version, string areaCode, DateTimeOffset visitedAt) => work.Publish(new SiteVisitRecorded
    {
        SubjectId = visitId,
        SubjectVersion = version,
        OccurredAt = work.Now,
        AgencyId = work.Caller.Agency,
        AreaCode = areaCode,
        VisitedAt = visitedAt,
    });
}
