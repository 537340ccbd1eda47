using System.Collections.Concurrent;

namespace Platform.Referrals.Tests.Referrals;

/// <summary>The table: every move, from every state, by every side.</summary>
public sealed class ReferralStatusTests : OnThePlatform
{
    private static readonly string[] States = ["sent", "acknowledged", "accepted", "rejected", "returned", "revoked", "closed"];

    private static readonly (string Move, string By, string From, string? To)[] Table =
    [
        ("acknowledgement", "receiver", "sent", "acknowledged"),
        ("acceptance", "receiver", "sent acknowledged", "accepted"),
        ("rejection", "receiver", "sent acknowledged", "rejected"),
        ("outcomes", "receiver", "accepted", "accepted"),
        ("return", "receiver", "accepted", "returned"),
        ("revocation", "sender", "sent acknowledged accepted", "revoked"),
        ("follow-up", "sender", "rejected returned", null),
    ];

    // a refused move changes nothing, so that one referral a state serves all of them
    private static readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> Refusing = new();

    public static TheoryData<string, string, string, int> Cases()
    {
        var cases = new TheoryData<string, string, string, int>();
        foreach (var state in States)
        {
            foreach (var (move, by, from, _) in Table)
            {
                foreach (var side in (string[])["sender", "receiver", "third"])
                {
                    cases.Add(state, move, side, side == "third" ? 404 : side != by ? 403 : from.Split(' ').Contains(state) ? 200 : 409);
                }
            }

            // approving is the sender's side, but never one's own: who approves a basis has tests of its own
            cases.Add(state, "approval", "sender", 403);
            cases.Add(state, "approval", "receiver", 403);
            cases.Add(state, "approval", "third", 404);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_move_is_answered_by_its_state_and_its_side(string state, string move, string side, int expected)
    {
        var referral = expected == 200 ? await ReferralInAsync(state) : await Refusing.GetOrAdd(state, _ => new(() => ReferralInAsync(state))).Value;
        var who = side switch { "sender" => Sender, "receiver" => Receiver, _ => Third };
        var before = (await GetAsync(Sender, referral)).Expect(200);

        var answer = await MoveAsync(who, referral, move);

        Assert.Equal(expected, answer.Status);
        var after = (await GetAsync(Sender, referral)).Expect(200);
        switch (expected)
        {
            case 200:
                Assert.Equal(Table.Single(row => row.Move == move).To ?? state, after.Json.Text("status"));
                Assert.NotEqual(before.ETag, after.ETag);
                break;
            case 409:
                Assert.Equal("wrong-state", answer.Problem);
                Assert.Equal(state, answer.Json.Text("state"));
                goto default;
            case 404:
                Assert.Equal((await MoveAsync(who, Guid.CreateVersion7(), move)), answer);
                goto default;
            default:
                Assert.Equal(before, after);
                break;
        }
    }

    [Theory]
    [InlineData("acknowledgement")]
    [InlineData("acceptance")]
    [InlineData("rejection")]
    [InlineData("outcomes")]
    [InlineData("return")]
    [InlineData("revocation")]
    [InlineData("follow-up")]
    [InlineData("approval")]
    public async Task Whose_it_is_is_said_before_what_else_is_wrong(string move)
    {
        var referral = await Refusing.GetOrAdd("sent", _ => new(() => ReferralInAsync("sent"))).Value;
        var path = $"/api/referrals/{referral}/{move}";
        var mine = Table.SingleOrDefault(row => row.Move == move).By == "receiver" ? Receiver : Sender;
        var others = ReferenceEquals(mine, Sender) ? Receiver : Sender;

        // no key, and a body that is no JSON
        (await Third.SendAsync(HttpMethod.Post, path, "{", [])).Expect(404);
        (await others.SendAsync(HttpMethod.Post, path, "{", [])).Expect(403);
        if (move != "approval")
        {
            Assert.Equal("idempotency-key-required", (await mine.SendAsync(HttpMethod.Post, path, BodyOf(move), [])).Expect(400).Problem);
            Assert.Equal("invalid", (await mine.PostAsync(path, "{")).Expect(400).Problem);
            Assert.Equal("$.surprise", (await mine.PostAsync(path, new { surprise = 1 })).WrongFields());
            Assert.Equal("unsupported-media-type", (await mine.SendAsync(HttpMethod.Post, path, "{}", new() { ["Idempotency-Key"] = Guid.NewGuid().ToString() }, "text/plain")).Expect(415).Problem);
        }

        Assert.Equal("sent", await StatusAsync(Sender, referral));
    }
}
