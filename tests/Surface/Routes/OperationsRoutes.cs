namespace Platform.Surface.Tests.Routes;

/// <summary>What every service offers to who looks after its messages.</summary>
internal static class OperationsRoutes
{
    public static IEnumerable<Route> All =>
    [
        .. Of("registrations", "Registrations.V1:PersonRegistered"),
        .. Of("referrals", "Referrals.V1:ReferralAcknowledged"),
        .. Of("identity", "Identity.V1:AgencyReinstated"),
        Reach("registrations"),
        Reach("referrals"),
        Announcements("registrations"),
        Announcements("referrals"),
    ];

    private static IEnumerable<Route> Of(string service, string exchange)
    {
        yield return new(service, "GET", "/operations/parked", stage => ParkedAsync(stage, service, exchange, _ => ""));
        yield return new(service, "POST", "/operations/parked/{kind}/{id}/replay", async stage => await ParkedAsync(stage, service, exchange, id => $"/publishing/{id}/replay") with { Body = [] }) { Key = Key.Kept, Answers = 204 };
        yield return new(service, "DELETE", "/operations/parked/{kind}/{id}", stage => ParkedAsync(stage, service, exchange, id => $"/publishing/{id}")) { Answers = 204 };
    }

    private static Route Reach(string service) => new(service, "GET", "/operations/reach", stage => Task.FromResult(new Ready(stage.Admin, $"/operations/reach?agency={stage.BaytId}", () => Task.FromResult(""))));

    private static Route Announcements(string service) =>
        new(service, "POST", "/operations/announcements", stage => Task.FromResult(new Ready(stage.Admin, "/operations/announcements", () => Task.FromResult("")) { Body = [] })) { Key = Key.Needed };

    // an event that nobody waits for, as the broker once refused it
    private static async Task<Ready> ParkedAsync(Stage stage, string service, string exchange, Func<long, string> more)
    {
        var subject = Guid.NewGuid();
        var (id, _) = await stage.RowAsync<long, Guid>(service, $$"""
            insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at, parked_at, error)
            values (0, '{{subject}}', gen_random_uuid(), 'Platform.Contracts.{{exchange}}', 'urn:message:Platform.Contracts.{{exchange}}',
                    '{"eventId":"{{Guid.NewGuid()}}","occurredAt":"2026-01-01T00:00:00Z","subjectId":"{{subject}}","subjectVersion":1}', now(), now(), 'of a test')
            returning id, aggregate
            """);
        return new(stage.Admin, $"/operations/parked{more(id)}", async () => await stage.ReadAsync(stage.Admin.With(stage.Platform.AddressOf(service)), "/operations/parked"));
    }
}
