using System.Collections.Concurrent;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>Every state, every kind of person and system, every move: who may try, who sees it, whose move it is, and only then its state.</summary>
public sealed class ActorsTests : OnThePlatform
{
    private static readonly string[] Everywhere = ["sent", "acknowledged", "accepted", "rejected", "returned", "revoked", "closed"];

    // whose move it is, from which states, and which roles may try
    private static readonly Dictionary<string, (string Side, string[] From, string[] Roles)> Moves = new()
    {
        ["acknowledgement"] = ("receiver", ["sent"], ["focal-point"]),
        ["acceptance"] = ("receiver", ["sent", "acknowledged"], ["focal-point"]),
        ["rejection"] = ("receiver", ["sent", "acknowledged"], ["focal-point"]),
        ["outcomes"] = ("receiver", ["accepted"], ["focal-point"]),
        ["return"] = ("receiver", ["accepted"], ["focal-point"]),
        ["revocation"] = ("sender", ["sent", "acknowledged", "accepted"], ["caseworker", "supervisor"]),
        ["follow-up"] = ("sender", ["rejected", "returned"], ["caseworker", "supervisor"]),
        ["approval"] = ("sender", [], ["supervisor", "protection-officer", "focal-point"]),   // what rests on consent needs none
    };

    // who, and on which side they see it; none of these sent it
    private static readonly Dictionary<string, string?> Actors = new()
    {
        ["supervisor@amal-health.demo"] = "sender",
        ["focal-point@amal-health.demo"] = "sender",
        ["caseworker@amal-health.demo"] = null,
        ["coordinator@amal-health.demo"] = null,
        ["focal-point@bayt-shelter.demo"] = "receiver",
        ["caseworker@bayt-shelter.demo"] = null,
        ["supervisor@bayt-shelter.demo"] = null,
        ["coordinator@bayt-shelter.demo"] = null,
        ["focal-point@rihla-legal.demo"] = null,
        ["supervisor@rihla-legal.demo"] = null,
        ["focal-point@iom-libya.demo"] = null,
        ["protection-officer@iom-libya.demo"] = null,
        ["access-admin@iom-libya.demo"] = null,
        ["auditor@iom-libya.demo"] = null,
        ["authority-officer@detention-authority.demo"] = null,
        ["consular-officer@embassy-one.demo"] = null,
        ["reception-officer@mission-one.demo"] = null,
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> Refusing = new();

    public static TheoryData<string> States => [.. Everywhere];

    public static TheoryData<string, string, string> Allowed()
    {
        var allowed = new TheoryData<string, string, string>();
        foreach (var state in Everywhere)
        {
            foreach (var who in Actors.Keys)
            {
                foreach (var move in Moves.Keys.Where(move => Expected(state, who, move) == 200))
                {
                    allowed.Add(state, who, move);
                }
            }
        }

        return allowed;
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Nobody_makes_a_move_that_is_not_theirs_or_not_now(string state)
    {
        var referral = await Refusing.GetOrAdd(state, _ => new(() => ReferralInAsync(state))).Value;
        var before = ((await GetAsync(Sender, referral)).Expect(200), await HistoryAsync(Sender, referral));

        var wrong = new List<string>();
        foreach (var who in Actors.Keys)
        {
            var actor = await Platform.SignInAsync(who);
            foreach (var move in Moves.Keys)
            {
                var expected = Expected(state, who, move);
                if (expected != 200 && (await MoveAsync(actor, referral, move)).Status is var answered && answered != expected)
                {
                    wrong.Add($"{who} {move}: {answered}, not {expected}");
                }
            }
        }

        Assert.Equal([], wrong);
        Assert.Equal(before, ((await GetAsync(Sender, referral)).Expect(200), await HistoryAsync(Sender, referral)));
    }

    /// <summary>Otherwise the refusals would prove nothing.</summary>
    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Whose_move_it_is_makes_it_from_the_states_that_allow_it(string state, string who, string move)
    {
        var referral = await ReferralInAsync(state);

        (await MoveAsync(await Platform.SignInAsync(who), referral, move)).Expect(200);
    }

    private static int Expected(string state, string who, string move)
    {
        var (side, from, roles) = Moves[move];
        return !roles.Contains(who.Split('@')[0]) ? 403
            : Actors[who] is not { } theirs ? 404
            : theirs != side ? 403
            : from.Contains(state) ? 200 : 409;
    }
}
