using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Platform.Surface.Tests.Routes;

namespace Platform.Surface.Tests;

/// <summary>No route does anything for who has no token of identity's that is good now, neither at the gateway nor at the service's own address.</summary>
public sealed class TokensTests
{
    public static TheoryData<string> Closed => AllRoutes.Where(route => !route.IsOAuth);

    public static TheoryData<string> Reads => AllRoutes.Where(route => !route.IsOAuth && route.Method == "GET");

    // making a key takes longer than all that is asked with it; and what is wrong with a token stays so as long as the token is good
    private static readonly RSA Another = RSA.Create(2048);
    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<(string What, string Token)>>>> Wrong = new();

    private static readonly (string Process, string Path)[] Doors =
        [("gateway", "/api/people"), ("gateway", "/api/agencies"), ("registrations", "/people"), ("registrations-2", "/people"), ("referrals", "/notices"), ("referrals-2", "/notices"), ("identity", "/api/agencies")];

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task A_token_that_is_wrong_in_one_thing_opens_nothing(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var wrong = await Wrong.GetOrAdd(await ready.Caller.TokenAsync(), good => new(() => WrongAsync(good))).Value;
        var before = await ready.ReadAsync();
        var mark = await stage.Writes.MarkAsync();

        var answers = await AtOnce.AskAsync(wrong.SelectMany(one => (bool[])[true, false], (one, outside) => (one.What, Bearing: ready with { Caller = ready.Caller.With(token: one.Token) }, Outside: outside)),
            one => one.Outside ? stage.SendAsync(route, one.Bearing) : stage.SendToAsync(route.Service, route, one.Bearing, ready.Sent, ready.Headers(route)));

        Nothing.In(answers.Where(one => (one.Answer.Status, one.Answer.ContentType) != (401, "application/problem+json") || one.Answer.Problem != "unauthenticated")
            .Select(one => $"{one.Asked.What}: {one.Answer.Status} {one.Answer.ContentType} {one.Answer.Body}"));
        Nothing.In(await stage.Writes.SinceAsync(mark));
        Assert.Equal(before, await ready.ReadAsync());
    }

    /// <summary>Otherwise the refusals would prove nothing.</summary>
    [Theory]
    [MemberData(nameof(Reads))]
    public async Task The_same_token_signed_by_the_same_hand_with_nothing_wrong_is_let_in(string name)
    {
        var (stage, route) = (await Stage.SharedAsync(), AllRoutes.Named(name));
        var ready = await stage.ReadyAsync(route);
        var token = (await Signer.SharedAsync()).Sign(await ready.Caller.TokenAsync(), claims => claims["exp"] = In(300));

        Assert.Equal(200, (await stage.SendAsync(route, ready with { Caller = ready.Caller.With(token: token) })).Status);
    }

    [Fact]
    public async Task A_token_that_was_let_in_is_refused_when_its_time_is_over()
    {
        var stage = await Stage.SharedAsync();
        var token = (await Signer.SharedAsync()).Sign(await stage.Platform.TokenAsync("amal-health"), claims => claims["exp"] = In(3));
        Assert.All(await StatusesAsync(stage, token), status => Assert.Equal(200, status));
        Assert.All(await StatusesAsync(stage, token), status => Assert.Equal(200, status));   // remembered

        var last = new List<int>();
        await Eventually.TrueAsync(async () => (last = [.. await StatusesAsync(stage, token)]).TrueForAll(status => status == 401), TimeSpan.FromSeconds(20), () => $"Still {string.Join(' ', last)}");
    }

    [Theory]
    [InlineData("agencies", "unicef-libya", "select agency_id, active from agencies where code = 'unicef-libya'")]
    [InlineData("clients", "unhcr-libya", "select id, active from clients where client_id = 'unhcr-libya-system'")]
    [InlineData("users", "caseworker@unhcr-libya.demo", "select id, active from users where user_name = 'caseworker@unhcr-libya.demo'")]
    public async Task A_token_from_before_its_holder_was_suspended_stays_refused_though_they_are_reinstated(string of, string who, string found)
    {
        var stage = await Stage.SharedAsync();
        var (subject, _) = await stage.RowAsync<Guid, bool>("identity", found);
        var old = who.Contains('@', StringComparison.Ordinal)
            ? await (await stage.Platform.SignInAsync(who)).TokenAsync()
            : await stage.Platform.AskTokenAsync($"{who}-system", $"dev-{who}");
        Assert.All(await StatusesAsync(stage, old), status => Assert.Equal(200, status));

        (await stage.Admin.PostAsync($"/api/{of}/{subject}/suspension", null)).Expect(204);
        (await stage.Admin.DeleteAsync($"/api/{of}/{subject}/suspension")).Expect(204);

        var last = new List<int>();
        await Eventually.TrueAsync(async () => (last = [.. await StatusesAsync(stage, old)]).TrueForAll(status => status == 401), TimeSpan.FromSeconds(20), () => $"Still {string.Join(' ', last)}");
    }

    /// <summary>A 401 would make callers throw good tokens away, at the moment when identity is down.</summary>
    [Fact]
    public async Task While_tokens_cannot_be_judged_a_good_one_is_answered_with_an_outage_and_none_with_a_401()
    {
        var stage = await Stage.SharedAsync();
        await Task.WhenAll(Doors.DistinctBy(door => door.Process).Where(door => door.Process is "gateway" or "registrations" or "referrals").Select(async door =>
        {
            var (service, path) = door;
            var process = await stage.Platform.AddAsync(service, new Dictionary<string, string> { ["Identity__Authority"] = "http://127.0.0.1:9/" });
            var there = stage.Amal.With(stage.Platform.AddressOf(process));

            var answer = (await there.GetAsync(path)).Expect(503);
            var without = (await there.With(token: "").GetAsync(path)).Expect(401);

            Assert.Equal(("unavailable", "5", "application/problem+json"), (answer.Problem, answer.RetryAfter, answer.ContentType));
            Assert.Equal("unauthenticated", without.Problem);
            stage.Platform.Kill(process);
        }));
    }

    private static async Task<IReadOnlyList<(string What, string Token)>> WrongAsync(string good)
    {
        var signer = await Signer.SharedAsync();
        return
        [
            ("no token", ""),
            ("garbage", "garbage"),
            ("only dots", ".."),
            ("expired", signer.Sign(good, claims => (claims["nbf"], claims["iat"], claims["exp"]) = (In(-700), In(-700), In(-60)))),
            ("without an end", signer.Sign(good, claims => claims.Remove("exp"))),
            ("not yet valid", signer.Sign(good, claims => (claims["nbf"], claims["exp"]) = (In(3600), In(7200)))),
            ("for another audience", signer.Sign(good, claims => claims["aud"] = "another-api")),
            ("for no audience", signer.Sign(good, claims => claims.Remove("aud"))),
            ("by another issuer", signer.Sign(good, claims => claims["iss"] = "https://elsewhere.example/")),
            ("by no issuer", signer.Sign(good, claims => claims.Remove("iss"))),
            ("an id token", signer.Sign(good, claims => claims["aud"] = "portal", head => head["typ"] = "JWT")),
            ("an id token for this audience", signer.Sign(good, head: head => head["typ"] = "JWT")),
            ("of no type", signer.Sign(good, head: head => head.Remove("typ"))),
            ("unsigned", Signer.Sign(good, null, head => head["alg"] = "none", _ => [])),
            ("signed by nothing", Signer.Sign(good, null, null, _ => [])),
            ("signed with the public key as secret", Signer.Sign(good, null, head => head["alg"] = "HS256", signed => HMACSHA256.HashData(signer.PublicKey, signed))),
            ("signed by the key in another way", signer.SignOtherwise(good, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
            ("signed by the key with another padding", signer.SignOtherwise(good, "PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
            ("signed by another key of the same name", signer.Sign(good, with: Another)),
            ("signed by another key of another name", signer.Sign(good, head: head => head["kid"] = "another", with: Another)),
            ("signed by a key that it brings", signer.Sign(good, head: head => { head.Remove("kid"); head["jwk"] = Jwk(Another); }, with: Another)),
            ("changed", string.Join('.', good.Split('.')[0], Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(good.Split('.')[1]).Replace("amal-health", "iom-libya", StringComparison.Ordinal) + " "), good.Split('.')[2])),
        ];
    }

    private static async Task<int[]> StatusesAsync(Stage stage, string token) =>
        await Task.WhenAll(Doors.Select(async door => (await stage.Amal.With(stage.Platform.AddressOf(door.Process), token).GetAsync(door.Path)).Status));

    private static JsonObject Jwk(RSA key)
    {
        var shown = key.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(shown.Modulus!), ["e"] = Base64UrlEncoder.Encode(shown.Exponent!) };
    }

    private static long In(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();
}
