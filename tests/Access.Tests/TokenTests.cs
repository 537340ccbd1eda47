using System.Text;
using System.Text.Json.Nodes;
using Platform.Tests.Running;

namespace Platform.Access.Tests;

/// <summary>Every service checks the token itself, whoever let the request through.</summary>
public sealed class TokenTests
{
    public static TheoryData<string, string> Doors => new()
    {
        { "registrations", "/people" }, { "referrals", "/referrals?box=inbox" }, { "identity", "/api/agencies" }, { "gateway", "/api/people" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task No_token_is_refused(string process, string path)
    {
        var platform = await RunningPlatform.SharedAsync();
        using var answer = await platform.Http.GetAsync(new Uri(platform.AddressOf(process), path));
        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_token_with_another_signature_payload_or_algorithm_is_refused(string process, string path)
    {
        var platform = await RunningPlatform.SharedAsync();
        var parts = (await platform.TokenAsync("amal-health")).Split('.');
        var payload = JsonNode.Parse(Decode(parts[1]))!.AsObject();
        payload["agency_code"] = "iom-libya";
        string[] forged =
        [
            $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}",
            $"{parts[0]}.{Encode(payload.ToJsonString())}.{parts[2]}",
            $"{Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.",
            "garbage",
        ];
        foreach (var token in forged)
        {
            Assert.Equal(401, (await new Partner(platform, "amal-health", platform.AddressOf(process)) { Token = token }.GetAsync(path)).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_token_of_the_platform_s_own_processes_opens_no_file(string process, string path)
    {
        var platform = await RunningPlatform.SharedAsync();
        var token = await platform.AskTokenAsync("referrals-service", platform.ServiceSecret("referrals"));
        Assert.Equal(403, (await new Partner(platform, "", platform.AddressOf(process)) { Token = token }.GetAsync(path)).Status);
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '=')));

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
