using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Platform.Gateway.Tests.Behind;

public sealed class FailureAnswersTests(Surroundings around) : IClassFixture<Surroundings>
{
    [Fact]
    public async Task A_service_that_is_down_is_an_outage_to_be_tried_again_and_the_others_go_on()
    {
        await using var gateway = new GatewayServer(around.Issuer.Backend.Address, Surroundings.NobodysAddress(), around.Assessments.Address, around.Referrals.Address);
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

    [Fact]
    public async Task A_body_of_more_than_a_megabyte_is_too_large_and_goes_nowhere()
    {
        var answer = await around.Gateway.SendAsync(HttpMethod.Post, "/api/people", around.Issuer.Token(), new ByteArrayContent(new byte[1024 * 1024 + 1]), ("Idempotency-Key", "large 1"));

        answer.IsProblem(413, "too-large");
        Assert.DoesNotContain(around.Registrations.Requests, request => request.Headers.GetValueOrDefault("Idempotency-Key") == "large 1");
    }

    [Fact]
    public async Task A_body_of_a_megabyte_passes()
    {
        long length = 0;
        await using var reading = await Surroundings.StartAsync();
        reading.Registrations.Answer = async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            length = body.Length;
        };

        Assert.Equal(200, (await reading.Gateway.SendAsync(HttpMethod.Post, "/api/people", reading.Issuer.Token(), new ByteArrayContent(new byte[1024 * 1024]))).Status);
        Assert.Equal(1024 * 1024, length);
    }

    [Fact]
    public async Task A_body_that_says_no_length_is_cut_off_at_a_megabyte_and_never_arrives_as_a_whole()
    {
        var arrived = false;
        await using var reading = await Surroundings.StartAsync();
        reading.Registrations.Answer = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            arrived = true;
        };

        var answer = await SendInPiecesAsync(reading, 1024 * 1024 + 1);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("urn:platform:problem:too-large", answer, StringComparison.Ordinal);
        Assert.False(arrived);
    }

    [Fact]
    public async Task A_body_that_is_not_sent_to_its_end_leaves_the_others_served()
    {
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(IPAddress.Loopback, around.Gateway.Address.Port);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/people HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {around.Issuer.Token()}\r\nContent-Length: 1000\r\n\r\nhalf"));
        }

        Assert.Equal(200, (await around.Gateway.GetAsync("/api/people", around.Issuer.Token())).Status);
    }

    private static async Task<string> SendInPiecesAsync(Surroundings around, int length)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, around.Gateway.Address.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/people HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {around.Issuer.Token()}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
        var piece = Encoding.ASCII.GetBytes(new string('x', 8192));
        for (var sent = 0; sent < length; sent += piece.Length)
        {
            var size = Math.Min(piece.Length, length - sent);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{size:x}\r\n"));
            await stream.WriteAsync(piece.AsMemory(0, size));
            await stream.WriteAsync("\r\n"u8.ToArray());
        }

        return await new StreamReader(stream).ReadToEndAsync();
    }
}
