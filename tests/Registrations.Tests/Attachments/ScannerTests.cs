using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Registrations.Tests.Attachments;

/// <summary>A scanner of files, where there is one, has a say: when a file comes, and when it goes out.</summary>
public sealed class ScannerTests(ScannerTests.Watched watched) : IClassFixture<ScannerTests.Watched>
{
    /// <summary>A platform with a scanner that speaks as clamd does, and says what it is told to.</summary>
    public sealed class Watched : IAsyncLifetime, IDisposable
    {
        private readonly TcpListener scanner = new(IPAddress.Loopback, 0);

        public RunningPlatform Platform { get; private set; } = null!;

        /// <summary>What it answers from now on.</summary>
        public string Says { get; set; } = "";

        /// <summary>What happens before it answers.</summary>
        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        /// <summary>The file that it was given last.</summary>
        public byte[] Heard { get; private set; } = [];

        public async Task InitializeAsync()
        {
            scanner.Start();
            _ = Task.Run(AnswerAsync);
            Platform = await RunningPlatform.StartAsync(settings: new Dictionary<string, string> { ["Attachments__Scanner"] = $"127.0.0.1:{((IPEndPoint)scanner.LocalEndpoint).Port}" });
        }

        public async Task DisposeAsync() => await Platform.DisposeAsync();

        public void Dispose() => scanner.Dispose();

        private async Task AnswerAsync()
        {
            while (true)
            {
                using var line = await scanner.AcceptTcpClientAsync();
                await using var stream = line.GetStream();
                var command = new byte[10];
                await stream.ReadExactlyAsync(command);
                using var file = new MemoryStream();
                while (Encoding.ASCII.GetString(command) == "zINSTREAM\0")
                {
                    var length = new byte[4];
                    await stream.ReadExactlyAsync(length);
                    var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                    if (chunk.Length == 0) break;

                    await stream.ReadExactlyAsync(chunk);
                    file.Write(chunk);
                }

                Heard = file.ToArray();
                await Meanwhile();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Says));
            }
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
        Tell(says);

        (await AddAsync(person)).Expect(status);
        Assert.Equal(Files.Pdf(), watched.Heard);
        Assert.Equal(status == 201 ? 1 : 0, (await amal.GetAsync($"/api/people/{person}/attachments")).Items().Count);
    }

    [Fact]
    public async Task What_it_knows_only_later_does_not_go_out()
    {
        var person = await amal.RegisterAsync();
        Tell("stream: OK\0");
        var attachment = (await AddAsync(person)).Expect(201).Json.Id("attachmentId");

        Tell("stream: Known.Since.Today FOUND\0");

        Assert.Equal("unfit", (await amal.GetAsync($"/api/people/{person}/attachments/{attachment}/content")).Expect(409).Json.Text("state"));
    }

    [Fact]
    public async Task Who_lost_the_case_while_it_was_scanned_attaches_nothing()
    {
        var person = await amal.RegisterAsync();
        Tell("stream: OK\0", async () =>
        {
            await using var database = await watched.Platform.OpenDatabaseAsync("registrations");
            await using var take = new Npgsql.NpgsqlCommand("update access.grants set because = 'handover' where record = $1", database) { Parameters = { new() { Value = person } } };
            await take.ExecuteNonQueryAsync();
        });

        (await AddAsync(person)).Expect(403);
        Assert.Empty((await amal.GetAsync($"/api/people/{person}/attachments")).Items());
    }

    private void Tell(string says, Func<Task>? meanwhile = null) => (watched.Says, watched.Meanwhile) = (says, meanwhile ?? (() => Task.CompletedTask));

    private Task<Answer> AddAsync(Guid person) => AddAttachmentTests.AddAsync(amal, person, Files.Pdf(), "kind=other-document", contentType: "application/pdf");
}
