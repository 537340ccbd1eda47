using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Benchmarks.Serving;

/// <summary>
/// A small service, POST to row and event, event to projection, in three ways: <c>outbox</c> as a service of the platform does
/// it; <c>direct</c> the same with MassTransit publishing after the commit and no inbox; <c>plain</c> without scope and audit too.
/// </summary>
public static class Records
{
    /// <summary>Whoever asks: a case worker with a team.</summary>
    private static readonly Caller Asker = ReferralRows.Typical.Caller(0);

    public sealed record Request(string Note);

    /// <summary>What was consumed, and how long each event took from its commit.</summary>
    public sealed record Seen(int Count, double[] Milliseconds);

    public static async Task RunAsync(string way)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddDatabaseOnly();
        builder.Services.AddSingleton<Arrivals>();
        if (way == "outbox")
        {
            builder.Services.AddSingleton<HandOverSeal>((_, _) => Task.CompletedTask);
            builder.Services.AddHostedService<Sealer>();
            builder.Services.AddSingleton<ProjectRecord.Effect>(services => new ProjectRecord.OnceEffect(services.GetRequiredService<JobDatabase>()));
            builder.AddMessaging(typeof(Records).Assembly);
        }
        else
        {
            if (way == "direct")
            {
                builder.Services.AddSingleton<HandOverSeal>((_, _) => Task.CompletedTask);
                builder.Services.AddHostedService<Sealer>();
            }

            builder.Services.AddSingleton<ProjectRecord.Effect>(services => new ProjectRecord.PlainEffect(services.GetRequiredKeyedService<NpgsqlDataSource>(Login.Jobs)));
            builder.AddBusWithoutOutbox();
        }

        await using var app = builder.Build();
        var asker = ListQueries.Principal(Asker);
        app.Use((context, next) =>
        {
            context.User = asker;   // every way is spared the token check alike
            return next(context);
        });
        app.MapGet("/health/ready", (IBusControl bus) => bus.CheckHealth().Status == BusHealthStatus.Healthy ? Results.Ok() : Results.StatusCode(503));
        app.MapGet("/seen", (Arrivals arrivals) => arrivals.Take());
        _ = way switch
        {
            "outbox" => app.MapPost("/records", OutboxAsync).Audited(DataClass.Envelope),
            "direct" => app.MapPost("/records", DirectAsync).Audited(DataClass.Envelope),
            "plain" => app.MapPost("/records", PlainAsync),
            _ => throw new ArgumentException($"There is no way {way}.", nameof(way)),
        };
        await app.RunAsync();
    }

    /// <summary>Access's doors without identity: for parts that are spared the token check.</summary>
    public static void AddDatabaseOnly(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(TimeProvider.System);
        foreach (var login in Enum.GetValues<Login>())
        {
            builder.Services.AddKeyedSingleton(login, (_, _) => NpgsqlDataSource.Create(Logins.ConnectionString(builder.Configuration, login)));
        }

        builder.Services.AddSingleton<ScopedDatabase>();
        builder.Services.AddSingleton<JobDatabase>();
    }

    /// <summary>MassTransit as the platform configures it, without relay and parking.</summary>
    private static void AddBusWithoutOutbox(this WebApplicationBuilder builder) => builder.Services.AddMassTransit(bus =>
    {
        bus.AddConsumer<ProjectRecord>();
        bus.AddConfigureEndpointsCallback((_, endpoint) =>
        {
            (endpoint as IRabbitMqReceiveEndpointConfigurator)?.SetQuorumQueue();
            endpoint.PrefetchCount = 32;
            endpoint.UseMessageRetry(retry => retry.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200)));
        });
        bus.UsingRabbitMq((context, rabbit) =>
        {
            rabbit.HostOf(builder.Configuration);
            rabbit.ConfigureEndpoints(context);
        });
    });

    public static void HostOf(this IRabbitMqBusFactoryConfigurator rabbit, IConfiguration configuration)
    {
        var broker = new Uri(configuration["RabbitMq:Uri"]!);
        rabbit.Host(new Uri($"rabbitmq://{broker.Host}:{broker.Port}/{broker.AbsolutePath.TrimStart('/')}"), host =>
        {
            var credentials = broker.UserInfo.Split(':');
            host.Username(Uri.UnescapeDataString(credentials[0]));
            host.Password(Uri.UnescapeDataString(credentials[^1]));
        });
    }

    private static async Task<IResult> OutboxAsync(Request request, ScopedDatabase database, Arrivals arrivals, CancellationToken ct)
    {
        var recordId = Guid.CreateVersion7();
        await using var work = await database.BeginAsync(ct);
        work.Answers(StatusCodes.Status201Created, recordId);
        work.Update(Insert, new { recordId, request.Note });
        work.Execute(Give, new { recordId });
        work.AfterCommit(() => arrivals.Committed(recordId));
        work.Publish(EventOf(recordId));
        await work.CommitAsync();
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static async Task<IResult> DirectAsync(Request request, ScopedDatabase database, IBus bus, Arrivals arrivals, CancellationToken ct)
    {
        var recordId = Guid.CreateVersion7();
        await using var work = await database.BeginAsync(ct);
        work.Answers(StatusCodes.Status201Created, recordId);
        work.Update(Insert, new { recordId, request.Note });
        work.Execute(Give, new { recordId });
        await work.CommitAsync();
        arrivals.Committed(recordId);
        await bus.Publish(EventOf(recordId), ct);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static async Task<IResult> PlainAsync(Request request, [FromLogin(Login.App)] NpgsqlDataSource source, IBus bus, Arrivals arrivals, CancellationToken ct)
    {
        var recordId = Guid.CreateVersion7();
        await using (var connection = await source.OpenConnectionAsync(ct))
        {
            await connection.ExecuteAsync(new CommandDefinition(InsertPlain, new { recordId, agency = Asker.Agency, request.Note }, cancellationToken: ct));
        }

        arrivals.Committed(recordId);
        await bus.Publish(EventOf(recordId), ct);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static PersonRegistered EventOf(Guid record) => new() { SubjectId = record, SubjectVersion = 1, OccurredAt = DateTimeOffset.UtcNow, AgencyId = Asker.Agency };

    private const string Insert = "insert into records (record_id, agency_id, note, made_at) values (@recordId, access.agency(), @note, access.now())";

    private const string InsertPlain = "insert into plain_records (record_id, agency_id, note, made_at) values (@recordId, @agency, @note, now())";

    private const string Give = "select access.give(@recordId, access.caller(), 'ownership', '{all}', null, 'records', access.now(), 'open')";
}

/// <summary>When each event was committed and when it was received: writer and consumer share this process's clock.</summary>
public sealed class Arrivals
{
    private readonly ConcurrentDictionary<Guid, long> committed = new();
    private readonly ConcurrentQueue<double> milliseconds = new();
    private int count;

    public void Committed(Guid record) => committed[record] = Stopwatch.GetTimestamp();

    public void Received(Guid record, long at)
    {
        // what overtakes the writer's own note of its commit took no time
        milliseconds.Enqueue(committed.TryRemove(record, out var from) ? Stopwatch.GetElapsedTime(from, at).TotalMilliseconds : 0);
    }

    public void Done() => Interlocked.Increment(ref count);

    public Records.Seen Take()
    {
        var taken = new List<double>();
        while (milliseconds.TryDequeue(out var one))
        {
            taken.Add(one);
        }

        return new Records.Seen(Volatile.Read(ref count), [.. taken]);
    }
}

/// <summary>The consumer: a projection's upsert, with an inbox or without.</summary>
public sealed class ProjectRecord(Arrivals arrivals, ProjectRecord.Effect effect) : IConsumer<PersonRegistered>
{
    public abstract class Effect
    {
        public abstract Task ApplyAsync(ConsumeContext<PersonRegistered> context);
    }

    public async Task Consume(ConsumeContext<PersonRegistered> context)
    {
        arrivals.Received(context.Message.SubjectId, Stopwatch.GetTimestamp());
        await effect.ApplyAsync(context);
        arrivals.Done();
    }

    internal sealed class OnceEffect(JobDatabase database) : Effect
    {
        public override async Task ApplyAsync(ConsumeContext<PersonRegistered> context)
        {
            await using var work = await database.BeginAsync(context);
            if (work is not null)
            {
                work.Execute(Upsert, new { record = context.Message.SubjectId, version = context.Message.SubjectVersion });
                await work.CommitAsync();
            }
        }
    }

    internal sealed class PlainEffect(NpgsqlDataSource source) : Effect
    {
        public override async Task ApplyAsync(ConsumeContext<PersonRegistered> context)
        {
            await using var connection = await source.OpenConnectionAsync(context.CancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(Upsert, new { record = context.Message.SubjectId, version = context.Message.SubjectVersion }, cancellationToken: context.CancellationToken));
        }
    }

    internal const string Upsert = """
        insert into projections (record_id, version, seen_at) values (@record, @version, now())
        on conflict (record_id) do update set version = excluded.version, seen_at = excluded.seen_at where projections.version < excluded.version
        """;
}
