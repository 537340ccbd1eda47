using System.Runtime.InteropServices;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Platform.Tests.Servers;

/// <summary>
/// <c>dotnet Platform.Tests.Servers.dll RUN</c>: a PostgreSQL and a RabbitMQ in containers, for all test hosts of a run. Prints what
/// <see cref="TestServers"/> reads, as lines NAME=value, then waits until it is asked to end and takes the containers away. They bear
/// the run's name, by which they are found should this process be killed.
/// </summary>
internal static class ServersProgram
{
    private const int ManagementPort = 15672;

    private static async Task<int> Main(string[] args)
    {
        if (args is not [var run])
        {
            await Console.Error.WriteLineAsync("usage: dotnet Platform.Tests.Servers.dll RUN");
            return 2;
        }

        var end = new TaskCompletionSource();
        using var asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            end.TrySetResult();
        });

        // a test's data is thrown away: there is nothing to lose by not waiting for the disk
        await using var postgres = new PostgreSqlBuilder(Image("TEST_POSTGRES_IMAGE"))
            .WithLabel("platform.test-run", run)
            .WithCommand("-c", "max_connections=600", "-c", "synchronous_commit=off")
            .Build();
        await using var rabbitMq = new RabbitMqBuilder(Image("TEST_RABBITMQ_IMAGE"))
            .WithLabel("platform.test-run", run)
            .WithUsername("platform").WithPassword("platform")
            .WithPortBinding(ManagementPort, assignRandomHostPort: true)
            .Build();
        await Task.WhenAll(postgres.StartAsync(), rabbitMq.StartAsync());

        var management = new UriBuilder("http", rabbitMq.Hostname, rabbitMq.GetMappedPublicPort(ManagementPort)) { UserName = "platform", Password = "platform" };
        Console.WriteLine($"TEST_POSTGRES={postgres.GetConnectionString()}");
        Console.WriteLine($"TEST_RABBITMQ={rabbitMq.GetConnectionString()}");
        Console.WriteLine($"TEST_RABBITMQ_MANAGEMENT={management.Uri}");

        await end.Task;
        return 0;
    }

    private static string Image(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set.");
}
