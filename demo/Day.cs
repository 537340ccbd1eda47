using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Platform.Demo;

/// <summary>
/// The day itself: at each agency one desk registers people and refers them, while another works through the inbox; in the
/// evening every referral is read again from both sides.
/// </summary>
public sealed class Day(Door door, Plan plan)
{
    private static readonly string[] Packages = ["identity", "contact"];
    private static readonly string[] RejectReasons = ["no-capacity", "not-eligible", "outside-area", "service-suspended", "cannot-contact"];
    private static readonly string[] Outcomes = ["provided", "provided", "provided", "partly-provided", "referred-on", "not-needed-any-more", "could-not-reach"];

    /// <summary>What the desks of the receiving agencies will decide, by referral.</summary>
    private readonly ConcurrentDictionary<Guid, Sent> sent = new();

    private readonly TaskCompletionSource sendersAreDone = new();
    private Dictionary<string, Guid> agencyIds = [];
    private ILookup<Guid, string> offers = Array.Empty<string>().ToLookup(_ => Guid.Empty);
    private int unfinished;

    /// <summary>What happened.</summary>
    public Results Results { get; } = new();

    /// <summary>Runs it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await LookAroundAsync(ct);
        await using (new Progress(Results))
        {
            using var failure = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var desks = Plan.Agencies.SelectMany(agency => new[] { ReferAsync(agency, failure.Token), AnswerAsync(agency, failure.Token) }).ToList();
            var senders = Task.WhenAll(desks.Where((_, index) => index % 2 == 0));
            _ = senders.ContinueWith(_ => sendersAreDone.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await foreach (var desk in Task.WhenEach(desks).WithCancellation(ct))
            {
                if (desk.IsFaulted)
                {
                    await failure.CancelAsync();   // one desk that stops stops the day; the others would wait for it
                    await desk;
                }
            }

            ct.ThrowIfCancellationRequested();
            await Parallel.ForEachAsync(sent, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = ct }, async (referral, stop) => await ReadAgainAsync(referral.Key, referral.Value, stop));
        }
    }

    private async Task LookAroundAsync(CancellationToken ct)
    {
        var agencies = await door.GetAsync(Plan.Agencies[0], "api/agencies", ct);
        agencyIds = agencies["items"]!.AsArray().ToDictionary(agency => agency!["code"]!.GetValue<string>(), agency => agency!["agencyId"]!.GetValue<Guid>());
        var services = await door.GetAsync(Plan.Agencies[0], "api/services", ct);
        offers = services["items"]!.AsArray().Where(offer => offer!["acceptsReferrals"]!.GetValue<bool>())
            .ToLookup(offer => offer!["agencyId"]!.GetValue<Guid>(), offer => offer!["serviceCode"]!.GetValue<string>());
    }

    // ---- the desk that refers ----

    private async Task ReferAsync(string agency, CancellationToken ct)
    {
        foreach (var person in plan.Cases.Where(person => person.Agency == agency))
        {
            var registered = await door.PostAsync(agency, "api/people", person.Person.Details, ct);
            Results.Count(ref Results.People);
            var personId = registered["personId"]!.GetValue<Guid>();
            foreach (var planned in person.Referrals)
            {
                var (to, service) = Choose(agency, planned, person.Number);
                await SendAsync(new Sent(agency, personId, person.Person.Area, to, service, planned.Priority, planned.Fate, person.Number), ct);
            }
        }
    }

    /// <summary>Who is rejected is referred again, so somebody else must offer the same.</summary>
    private (string To, string Service) Choose(string from, Plan.Referral planned, int number)
    {
        var others = Plan.Agencies.Where(other => other != from).ToArray();
        var choices = offers[agencyIds[planned.To]].Select(service => (planned.To, Service: service)).ToList();
        if (planned.Fate is Fate.RejectedAndReferredAgain)
        {
            var shared = others.SelectMany(other => offers[agencyIds[other]].Select(service => (To: other, Service: service)))
                .Where(choice => others.Count(other => offers[agencyIds[other]].Contains(choice.Service)) > 1).ToList();
            choices = shared.Count > 0 ? shared : choices;
        }

        return choices.Count > 0 ? choices[number % choices.Count] : throw new RefusedException($"{planned.To} offers no service that accepts referrals.");
    }

    private async Task SendAsync(Sent referral, CancellationToken ct)
    {
        var consent = await door.PostAsync(referral.From, $"api/people/{referral.PersonId}/consents", new
        {
            purpose = "service-referral",
            recipientAgencyId = agencyIds[referral.To],
            packages = Packages,
            givenBy = "self",
            method = "verbal",
            witnessedBy = "A. Witness (invented)",
            language = "ara",
            expiresOn = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(90),
        }, ct);
        Results.Count(ref Results.Consents);

        Interlocked.Increment(ref unfinished);
        var answer = await door.PostAsync(referral.From, "api/referrals", new
        {
            personId = referral.PersonId,
            toAgencyId = agencyIds[referral.To],
            serviceCode = referral.Service,
            priority = referral.Priority,
            areaCode = referral.Area,
            reason = "Invented for the demo.",
            packages = Packages,
            receiverPhoned = referral.Priority == "emergency",
        }, ct);
        Results.Count(ref Results.Sent);
        sent[answer["referralId"]!.GetValue<Guid>()] = referral with { ConsentId = consent["consentId"]!.GetValue<Guid>() };
    }

    // ---- the desk that answers ----

    private async Task AnswerAsync(string agency, CancellationToken ct)
    {
        var seen = new HashSet<Guid>();
        while (!(sendersAreDone.Task.IsCompleted && Volatile.Read(ref unfinished) == 0))
        {
            var inbox = await door.GetAsync(agency, "api/referrals?box=inbox&status=sent&limit=200", ct);
            var fresh = inbox["items"]!.AsArray().Select(item => item!["referralId"]!.GetValue<Guid>()).Where(id => sent.ContainsKey(id) && seen.Add(id)).Reverse().ToList();
            foreach (var id in fresh)
            {
                await AnswerAsync(agency, id, sent[id], ct);
                Interlocked.Decrement(ref unfinished);
            }

            if (fresh.Count == 0)
            {
                await Task.Delay(150, ct);
            }
        }
    }

    private async Task AnswerAsync(string agency, Guid id, Sent referral, CancellationToken ct)
    {
        var path = $"api/referrals/{id}";
        if (referral.Fate is Fate.Unanswered)
        {
            Results.Count(ref Results.Settled);
            return;
        }

        await door.PostAsync(agency, $"{path}/acknowledgement", new { }, ct);
        Results.Count(ref Results.Acknowledged);
        if (referral.Fate is Fate.Closed or Fate.Accepted or Fate.Returned or Fate.Withdrawn)
        {
            await door.PostAsync(agency, $"{path}/acceptance", new { note = "We take it on." }, ct);
        }

        switch (referral.Fate)
        {
            case Fate.Closed:
                if (referral.Number % 2 == 0)
                {
                    await OutcomeAsync("partly-provided", final: false);
                }

                await OutcomeAsync(Outcomes[referral.Number % Outcomes.Length], final: true);
                break;

            case Fate.RejectedAndReferredAgain or Fate.Rejected:
                await door.PostAsync(agency, $"{path}/rejection", new { reasonCode = RejectReasons[referral.Number % RejectReasons.Length] }, ct);
                await FollowUpAsync(path, referral, ct);
                break;

            case Fate.Returned:
                await door.PostAsync(agency, $"{path}/return", new { reasonCode = "cannot-contact" }, ct);
                await FollowUpAsync(path, referral, ct);
                break;

            case Fate.Revoked:
                await door.PostAsync(referral.From, $"{path}/revocation", new { note = "Solved otherwise." }, ct);
                break;

            case Fate.Withdrawn:
                await door.DeleteAsync(referral.From, $"api/people/{referral.PersonId}/consents/{referral.ConsentId}", ct);
                Results.Count(ref Results.ConsentsWithdrawn);
                break;
        }

        Results.Count(ref Results.Settled);

        async Task OutcomeAsync(string code, bool final)
        {
            await door.PostAsync(agency, $"{path}/outcomes", new { outcomeCode = code, final }, ct);
            Results.Count(ref Results.Outcomes);
        }
    }

    /// <summary>The sender does not leave the person alone: the next-best provider, or itself, or an end with a reason.</summary>
    private async Task FollowUpAsync(string path, Sent referral, CancellationToken ct)
    {
        var next = referral.Fate is Fate.RejectedAndReferredAgain ? await NextBestAsync(path, referral, ct) : null;
        if (next is not null)
        {
            await SendAsync(referral with { To = next, Fate = Fate.Closed }, ct);
            Results.Count(ref Results.ReferredAgain);
        }

        object action = next is not null ? new { action = "re-referred" }
            : referral.Number % 2 == 0 ? new { action = "served-by-sender" }
            : new { action = "closed", reason = "Found help by themselves." };
        await door.PostAsync(referral.From, $"{path}/follow-up", action, ct);
    }

    private async Task<string?> NextBestAsync(string path, Sent referral, CancellationToken ct)
    {
        var rejected = await door.GetAsync(referral.From, path, ct);
        var best = rejected["nextProviders"]?.AsArray().FirstOrDefault()?["agencyId"]?.GetValue<Guid>();
        return agencyIds.FirstOrDefault(agency => agency.Value == best).Key;
    }

    // ---- the evening ----

    /// <summary>From the platform and not from the plan: how it ended, how long it took, and what its receiver can still read.</summary>
    private async Task ReadAgainAsync(Guid id, Sent referral, CancellationToken ct)
    {
        var ends = referral.Fate is Fate.Withdrawn ? "revoked" : null;   // the withdrawal travels over the bus
        JsonObject seen;
        var patience = 100;
        do
        {
            seen = await door.GetAsync(referral.From, $"api/referrals/{id}", ct);
        }
        while (ends is not null && seen["status"]!.GetValue<string>() != ends && patience-- > 0 && await WaitAsync(ct));

        var status = seen["status"]!.GetValue<string>();
        var received = await door.GetAsync(referral.To, $"api/referrals/{id}", ct);
        var history = await door.GetAsync(referral.From, $"api/referrals/{id}/history", ct);
        Results.Add(new Results.Ending(
            status == "revoked" ? (seen["endReason"]?.GetValue<string>() == "sender" ? "revoked by the sender" : "revoked: consent withdrawn") : status,
            referral.Priority,
            Reads: received["packet"] is JsonObject,
            ToAcknowledgement: Until(history, "acknowledged"),
            ToAcceptance: Until(history, "accepted")));

        static async Task<bool> WaitAsync(CancellationToken ct)
        {
            await Task.Delay(100, ct);
            return true;
        }
    }

    private static TimeSpan? Until(JsonObject history, string step)
    {
        DateTimeOffset? At(string name) => history["items"]!.AsArray().FirstOrDefault(item => item!["event"]!.GetValue<string>() == name)?["at"]!.GetValue<DateTimeOffset>();
        return At(step) - At("sent");
    }

    private sealed record Sent(string From, Guid PersonId, string Area, string To, string Service, string Priority, Fate Fate, int Number)
    {
        public Guid ConsentId { get; init; }
    }
}
