using System.Net.Http.Json;

namespace Platform.Gateway.Tests.Behind;

public sealed class AnotherReplicaTests : IAsyncLifetime
{
    private const string Second = "ReverseProxy:Clusters:registrations:Destinations:d2:Address";
    private Surroundings around = null!;
    private Backend other = null!;

    public async Task InitializeAsync()
    {
        other = await Backend.StartAsync();
        around = await Surroundings.StartAsync((Second, other.Address));
    }

    public async Task DisposeAsync()
    {
        await around.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Both_replicas_are_asked()
    {
        for (var i = 0; i < 40; i++) await around.Gateway.GetAsync("/api/people", around.Issuer.Token());

        Assert.NotEmpty(around.Registrations.Requests);
        Assert.NotEmpty(other.Requests);
    }

    [Fact]
    public async Task A_replica_that_is_gone_is_noticed_by_no_caller()
    {
        await other.DisposeAsync();

        for (var i = 0; i < 40; i++)
        {
            var answer = await around.Gateway.SendAsync(HttpMethod.Post, "/api/people", around.Issuer.Token(), JsonContent.Create(new { number = i }));
            Assert.Equal(200, answer.Status);
        }

        Assert.Equal(40, around.Registrations.Requests.Count);
        Assert.Equal(200, (await around.Gateway.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task What_may_have_taken_effect_is_not_sent_again_and_what_only_reads_is()
    {
        around.Registrations.Answer = other.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        (await around.Gateway.SendAsync(HttpMethod.Post, "/api/people", around.Issuer.Token(), JsonContent.Create(new { }))).IsProblem(503, "unanswered");
        Assert.Equal(1, around.Registrations.Requests.Count + other.Requests.Count);

        (await around.Gateway.GetAsync("/api/people", around.Issuer.Token())).IsProblem(503, "unanswered");
        Assert.Equal(2, around.Registrations.Requests.Concat(other.Requests).Count(request => request.Method == "GET"));
    }
}
