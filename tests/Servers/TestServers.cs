using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Platform.Tests.Servers;

/// <summary>
/// The PostgreSQL and the RabbitMQ that a test project works against: those that <c>./platform test</c> started privately and
/// named in the environment, or containers where it found an engine. A fixture starts this once; tests share the servers and
/// keep apart by a database and a <see cref="RabbitVhost"/> of their own.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    private readonly IReadOnlyList<IContainer> _containers;

    private TestServers(string postgres, Uri rabbitMq, Uri rabbitMqManagement, IReadOnlyList<IContainer> containers)
    {
        Postgres = postgres;
        RabbitMq = rabbitMq;
        RabbitMqManagement = rabbitMqManagement;
        _containers = containers;
    }

    /// <summary>Npgsql connection string of a superuser.</summary>
    public string Postgres { get; }

    /// <summary>AMQP address of an administrator, default vhost.</summary>
    public Uri RabbitMq { get; }

    /// <summary>HTTP address of the management interface, with the administrator's name and password in it.</summary>
    public Uri RabbitMqManagement { get; }

    public static async Task<TestServers> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("TEST_CONTAINERS") == "1") return await StartContainersAsync();

        return new TestServers(
            Named("TEST_POSTGRES"), new Uri(Named("TEST_RABBITMQ")), new Uri(Named("TEST_RABBITMQ_MANAGEMENT")), []);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers) await container.DisposeAsync();
    }

    private static string Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
            : throw new InvalidOperationException($"{variable} is not set. Tests need a PostgreSQL and a RabbitMQ; run them with ./platform test [filter], which starts both.");

    private static async Task<TestServers> StartContainersAsync()
    {
        var postgres = new PostgreSqlBuilder(Named("TEST_POSTGRES_IMAGE"))
            .WithCommand("-c", "max_connections=300", "-c", "synchronous_commit=off")
            .Build();
        var rabbitMq = new RabbitMqBuilder(Named("TEST_RABBITMQ_IMAGE"))
            .WithUsername("platform").WithPassword("platform")
            .WithPortBinding(ManagementPort, assignRandomHostPort: true)
            .Build();
        await Task.WhenAll(postgres.StartAsync(), rabbitMq.StartAsync());

        return new TestServers(
            postgres.GetConnectionString(),
            new Uri(rabbitMq.GetConnectionString()),
            new UriBuilder("http", rabbitMq.Hostname, rabbitMq.GetMappedPublicPort(ManagementPort)) { UserName = "platform", Password = "platform" }.Uri,
            [postgres, rabbitMq]);
    }

    private const int ManagementPort = 15672;
}
