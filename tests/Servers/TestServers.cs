namespace Platform.Tests.Servers;

/// <summary>
/// The PostgreSQL and the RabbitMQ of a test run. <c>./platform test</c> starts one of each, privately or in containers, and names them in
/// the environment; tests share them and keep apart by databases and a <see cref="RabbitVhost"/> of their own.
/// </summary>
public sealed class TestServers
{
    private TestServers()
    {
    }

    public static TestServers OfThisRun { get; } = new();

    /// <summary>Npgsql connection string of a superuser.</summary>
    public string Postgres => Named("TEST_POSTGRES");

    /// <summary>AMQP address of an administrator, default vhost.</summary>
    public Uri RabbitMq => new(Named("TEST_RABBITMQ"));

    /// <summary>HTTP address of the management interface, with the administrator's name and password in it.</summary>
    public Uri RabbitMqManagement => new(Named("TEST_RABBITMQ_MANAGEMENT"));

    private static string Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value
            : throw new InvalidOperationException($"{variable} is not set. Tests need a PostgreSQL and a RabbitMQ; run them with ./platform test [filter], which starts both.");
}
