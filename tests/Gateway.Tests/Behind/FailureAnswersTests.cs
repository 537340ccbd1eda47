using System.Net.Http.Json;

namespace Platform.Gateway.Tests.Behind;

public sealed class FailureAnswersTests(Surroundings around) : IClassFixture<Surroundings>
{
    [Fact]
    public async Task A_service_that_is_down_is_an_outage_to_be_tried_again_and_the_others_go_on()
    {
        await using var gateway = new GatewayServer(around.Issuer.Backend.Address, Surroundings.NobodysAddress(), around.Referrals.Address);
        await gateway.UntilTokensAreJudgedAsync();

        var answer = (await gateway.GetAsync("/api/people", around.Issuer.Token())).IsProblem(503, "unavailable");

        Assert.Equal("5", answer.Header("Retry-After"));
        Assert.Equal(200, (await gateway.GetAsync("/api/referrals", around.Issuer.Token())).Status);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_an_outage_whose_text_does_not_say_that_nothing_was_done()
    {
        await using var slow = await Surroundings.StartAsync(("ReverseProxy:Clusters:registrations:HttpRequest:ActivityTimeout", "00:00:00.300"));
        slow.Registrations.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var answer = (await slow.Gateway.SendAsync(HttpMethod.Post, "/api/people", slow.Issuer.Token(), JsonContent.Create(new { }))).IsProblem(503, "unanswered");

        Assert.Equal("5", answer.Header("Retry-After"));
        Assert.Contains("may or may not", answer.Json.GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_an_outage()
    {
        await using var breaking = await Surroundings.StartAsync();
        breaking.Registrations.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        (await breaking.Gateway.SendAsync(HttpMethod.Post, "/api/people", breaking.Issuer.Token(), JsonContent.Create(new { }))).IsProblem(503, "unanswered");
    }
}
