using Npgsql;

namespace Platform.Scope.Tests;

/// <content>Referrals, and each of their moves by whoever may make it.</content>
public sealed partial class World
{
    private async Task ReferAsync(Plan.PlannedReferral planned)
    {
        var model = new ReferenceModel(this);
        var on = planned.Consent is { } consented ? Of(Consents, consented) : null;
        if ((on?.Person ?? Of(People, planned.Person)) is not { } person
            || Of([.. Members.Where(member => ReferenceModel.Keeps(member, person))], planned.Sender) is not { } sender
            || (on?.Recipient ?? Of([.. Agencies.Where(agency => agency.HoldsCases && agency != person.Agency)], planned.Recipient)) is not { } recipient) return;

        var packages = on is not null && planned.AsConsented ? on.Packages : planned.Packages;
        var agreement = model.AgreementFor(sender.Agency, recipient, "service-referral", packages, planned.Area);
        IReadOnlyList<Consent?> consents = planned.VitalInterest ? [] : [.. packages.Select(package => model.ConsentFor(person, recipient, package)).Distinct()];
        var answer = await As(sender).PostAsync("/api/referrals", Partner.Referral(person.Id, recipient.Id, referral =>
        {
            referral["serviceCode"] = planned.Service;
            referral["reason"] = Narrative;
            referral["areaCode"] = planned.Area;
            referral["packages"] = new JsonArray([.. packages.Select(package => (JsonNode)package)]);
            if (planned.VitalInterest) (referral["priority"], referral["basis"], referral["basisReason"]) = ("emergency", "vital-interest", Narrative);
        }));
        if (agreement is null || consents.Contains(null) || !model.Offers(recipient, planned.Service, planned.Area))
        {
            answer.Expect(400);
            return;
        }

        var sent = new Referral(
            answer.Expect(201)["referralId"]!.GetValue<Guid>(), person, sender, recipient, planned.Service, planned.Area, packages, planned.VitalInterest,
            [.. consents.OfType<Consent>()], consents.OfType<Consent>().Select(consent => consent.Until).Append(DateOnly.MaxValue).Min());
        Referrals.Add(sent);
        foreach (var move in planned.Moves) await MoveAsync(sent, move, planned.By);
    }

    /// <summary>A move by whoever may make it, where it is allowed; anything else is left out.</summary>
    private async Task MoveAsync(Referral referral, string move, int by)
    {
        var receiver = Of([.. Members.Where(member => ReferenceModel.SeesAsReceiver(member, referral))], by);
        var sender = Of([.. Members.Where(member => ReferenceModel.MovesAsSender(member, referral) && ReferenceModel.KeepsCases(member))], by);
        var second = Of([.. Members.Where(member => ReferenceModel.MovesAsSender(member, referral) && member != referral.SentBy && member.Is("supervisor", "protection-officer", "focal-point"))], by);
        switch (move, referral.Status)
        {
            case ("acknowledge", "sent"):
                await StepAsync(referral, receiver, "acknowledgement", new { }, "acknowledged", "acknowledged");
                break;
            case ("accept", "sent" or "acknowledged") when referral.Until >= Today && referral.Consents.All(consent => !consent.Withdrawn):
                await StepAsync(referral, receiver, "acceptance", new { note = Narrative }, "accepted", "accepted");
                break;
            case ("reject", "sent" or "acknowledged"):
                await StepAsync(referral, receiver, "rejection", new { reasonCode = "no-capacity" }, "rejected", "rejected", "no-capacity");
                break;
            case ("outcome", "accepted"):
                await StepAsync(referral, receiver, "outcomes", new { outcomeCode = "partly-provided", note = Narrative }, "outcome", "accepted");
                break;
            case ("finish", "accepted"):
                await StepAsync(referral, receiver, "outcomes", new { outcomeCode = "provided", final = true }, "outcome", "closed", "provided");
                if (referral.Ended) referral.Steps.Add(("closed", referral.To));
                break;
            case ("return", "accepted"):
                await StepAsync(referral, receiver, "return", new { reasonCode = "no-capacity" }, "returned", "returned", "no-capacity");
                break;
            case ("revoke", _) when !referral.Ended:
                await StepAsync(referral, sender, "revocation", new { }, "revoked", "revoked", "sender");
                break;
            case ("approve", _) when referral is { VitalInterest: true, Approved: false, Ended: false } && second is not null:
                await StepAsync(referral, second, "approval", new { }, "approved", referral.Status);
                referral.Approved = true;
                break;
            case ("follow-up", "rejected" or "returned") when !referral.FollowedUp && sender is not null:
                await StepAsync(referral, sender, "follow-up", new { action = "served-by-sender", reason = Narrative }, "followed-up", referral.Status, referral.EndReason);
                referral.FollowedUp = true;
                break;
            case ("withdraw", _) when referral.Consents.FirstOrDefault(consent => !consent.Withdrawn) is { } consent && KeeperOf(referral.Person) is not null:
                await WithdrawAsync(consent);
                break;
            case ("transfer", _):
                await TransferAsync(referral.Person, by);
                break;
            case ("reassign", _):
                await AssignAsync(referral.Person, by, by + 1);
                break;
        }
    }

    private async Task StepAsync(Referral referral, Member? by, string route, object body, string step, string status, string? reason = null)
    {
        if (by is null) return;

        (await As(by).PostAsync($"/api/referrals/{referral.Id}/{route}", body)).Expect(200);
        (referral.Status, referral.EndReason) = (status, reason);
        referral.Steps.Add((step, by.Agency));
    }

    private static void End(Referral referral, string reason)
    {
        (referral.Status, referral.EndReason) = ("revoked", reason);
        referral.Steps.Add(("revoked", null));
    }

    /// <summary>Waits until the ledger of disclosures has heard of every referral all that happened to it.</summary>
    public async Task HeardAsync()
    {
        await using var database = await platform.OpenDatabaseAsync("registrations");
        List<string> missing = [];
        await Eventually.TrueAsync(async () =>
        {
            await using var command = new NpgsqlCommand("select referral_id, accepted_at is not null, coalesce(ended_as, ''), coalesce(open_version = ended_version - 1, false), open_version is not null from handed_on", database);
            await using var reader = await command.ExecuteReaderAsync();
            var heard = new HashSet<string>();
            while (await reader.ReadAsync())
            {
                var (accepted, endedAs, proved) = (reader.GetBoolean(1), reader.GetString(2), reader.GetBoolean(3));
                if (reader.GetBoolean(4)) heard.Add($"{reader.GetGuid(0)} {accepted} {endedAs}{(endedAs == "revoked" && !accepted ? $" {proved}" : "")}");
            }

            missing = [.. Referrals.Where(referral => !Expected(referral).Any(heard.Contains)).Select(referral => $"{referral.Id} {referral.Status}")];
            return missing.Count == 0;
        }, TimeSpan.FromSeconds(30), () => $"The ledger has not heard all of {string.Join(", ", missing)}. Seed {seed}");

        // where something was approved before, the last word on it may be no proof
        static IEnumerable<string> Expected(Referral referral)
        {
            var accepted = referral.Steps.Exists(step => step.Event == "accepted");
            var told = $"{referral.Id} {accepted} {(referral.Ended ? referral.Status : "")}";
            return referral.Status != "revoked" || accepted ? [told] : referral.Approved ? [$"{told} {true}", $"{told} {false}"] : [$"{told} {true}"];
        }
    }

    /// <summary>The clocks that have run out, once none is left that would be looked at now: when each runs out is not the model's to say, whom it is told to is.</summary>
    public async Task<IReadOnlyList<Overdue>> OverdueAsync()
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        var now = DateTimeOffset.UtcNow.AddDays(Today.DayNumber - Started.DayNumber);
        await Eventually.TrueAsync(async () =>
        {
            await using var due = new NpgsqlCommand("select count(*) from referral_clocks c join referrals r using (referral_id) where c.next_at <= $1 and r.status in ('sent', 'acknowledged')", database) { Parameters = { new() { Value = now } } };
            return (long)(await due.ExecuteScalarAsync())! == 0;
        }, TimeSpan.FromSeconds(20), () => $"The clocks stand still. Seed {seed}");
        await using var command = new NpgsqlCommand("select distinct referral_id, clock, level from notices where kind = 'overdue'", database);
        await using var reader = await command.ExecuteReaderAsync();
        List<Overdue> overdue = [];
        while (await reader.ReadAsync()) overdue.Add(new(Referrals.Single(referral => referral.Id == reader.GetGuid(0)), reader.GetString(1), reader.GetInt32(2)));
        return overdue;
    }

    public async Task<string?> StatusOfAsync(Referral referral)
    {
        await using var database = await platform.OpenDatabaseAsync("referrals");
        await using var status = new NpgsqlCommand("select status from referrals where referral_id = $1", database) { Parameters = { new() { Value = referral.Id } } };
        return (string?)await status.ExecuteScalarAsync();
    }
}
