using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Registrations.Tests.Attachments;

/// <summary>A scanner of files, where there is one, has a say: when a file comes, and when it goes out.</summary>
public sealed class ScannerTests(ScannerTests.Watched watched) : IClassFixture<ScannerTests.Watched>
{
    /// <summary>A platform with a scanner that speaks as clamd does, and says what it is told to.</summary>
    public sealed class Watched : IAsyncLifetime
    {
        public RunningPlatform Platform { get; private set; } = null!;

        public TcpListener Scanner { get; } = new(IPAddress.Loopback, 0);

        public async Task InitializeAsync()
        {
            Scanner.Start();
            Platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string> { ["Attachments__Scanner"] = $"127.0.0.1:{((IPEndPoint)Scanner.LocalEndpoint).Port}" });
        }

        public async Task DisposeAsync()
        {
            Scanner.Stop();
            await Platform.DisposeAsync();
        }
    }

    private readonly Partner amal = new(watched.Platform, "amal-health");

    [Theory]
    [InlineData("stream: OK\0", 201)]
    [InlineData("stream: Eicar-Test-Signature FOUND\0", 400)]
    [InlineData("stream: INSTREAM size limit exceeded. ERROR\0", 503)]
    [InlineData("", 503)]
    public async Task What_it_finds_harm_in_or_does_not_answer_for_is_not_taken(string says, int status)
    {
        var person = await amal.RegisterAsync();

        var (heard, added) = (AnswerOnceAsync(says), AddAsync(person));

        (await added).Expect(status);
        Assert.Equal(Files.Pdf(), await heard);
        Assert.Equal(status == 201 ? 1 : 0, (await amal.GetAsync($"/api/people/{person}/attachments")).Items().Count);
    }

    [Fact]
    public async Task What_it_knows_only_later_does_not_go_out()
    {
        var person = await amal.RegisterAsync();
        var (heard, added) = (AnswerOnceAsync("stream: OK\0"), AddAsync(person));
        var attachment = (await added).Expect(201).Json.Id("attachmentId");
        await heard;

        (heard, var later) = (AnswerOnceAsync("stream: Known.Since.Today FOUND\0"), amal.GetAsync($"/api/people/{person}/attachments/{attachment}/content"));

        Assert.Equal("unfit", (await later).Expect(409).Json.Text("state"));
        await heard;
    }

    [Fact]
    public async Task Who_lost_the_case_while_it_was_scanned_attaches_nothing()
    {
        var person = await amal.RegisterAsync();

        var (heard, added) = (AnswerOnceAsync("stream: OK\0", async () =>
        {
            await using var database = await watched.Platform.OpenDatabaseAsync("registrations");
            await using var take = new Npgsql.NpgsqlCommand("update access.grants set because = 'handover' where record = $1", database) { Parameters = { new() { Value = person } } };
            await take.ExecuteNonQueryAsync();
        }), AddAsync(person));

        (await added).Expect(403);
        await heard;
        Assert.Empty((await amal.GetAsync($"/api/people/{person}/attachments")).Items());
    }

    private Task<Answer> AddAsync(Guid person) => AddAttachmentTests.AddAsync(amal, person, Files.Pdf(), "kind=other-document", contentType: "application/pdf");

    /// <summary>Answers one call as clamd does, and says which file it was given.</summary>
    private async Task<byte[]> AnswerOnceAsync(string answer, Func<Task>? meanwhile = null)
    {
        using var line = await watched.Scanner.AcceptTcpClientAsync();
        await using var stream = line.GetStream();
        var command = new byte[10];
        await stream.ReadExactlyAsync(command);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        using var file = new MemoryStream();
        while (true)
        {
            var length = new byte[4];
            await stream.ReadExactlyAsync(length);
            var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            if (chunk.Length == 0) break;

            await stream.ReadExactlyAsync(chunk);
            file.Write(chunk);
        }

        if (meanwhile is not null) await meanwhile();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return file.ToArray();
    }
}
