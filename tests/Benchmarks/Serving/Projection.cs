using System.Diagnostics;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Benchmarks.Serving;

/// <summary>A projection of events that wait in a queue: <c>batched</c> with an inbox, <c>single</c> one upsert a message and no inbox.</summary>
public static class Projection
{
    public const string Queue = "bench-projection";

    /// <summary>How many were projected since the queue was opened, and how long it took from the first to the last.</summary>
    public sealed record Progress(int Count, double Seconds);

    public static async Task RunAsync(string way)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddDatabaseOnly();
        builder.Services.AddSingleton<Progressing>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumer<ProjectMany>(consumer => consumer.Options<BatchOptions>(batch => batch.SetMessageLimit(200).SetTimeLimit(TimeSpan.FromMilliseconds(20)).SetConcurrencyLimit(2)));
            bus.AddConsumer<ProjectOne>();
            bus.UsingRabbitMq((_, rabbit) => rabbit.HostOf(builder.Configuration));
        });
        await using var app = builder.Build();
        HostReceiveEndpointHandle? open = null;
        app.MapGet("/health/ready", (IBusControl bus) => bus.CheckHealth().Status == BusHealthStatus.Healthy ? Results.Ok() : Results.StatusCode(503));
        app.MapGet("/progress", (Progressing progress) => progress.Now);
        app.MapPost("/open", async (IReceiveEndpointConnector connector, Progressing progress) =>
        {
            progress.Reset();
            open = connector.ConnectReceiveEndpoint(Queue, (context, endpoint) =>
            {
                ((IRabbitMqReceiveEndpointConfigurator)endpoint).SetQuorumQueue();
                endpoint.ConfigureConsumeTopology = false;
                if (way == "batched")
                {
                    endpoint.PrefetchCount = 600;
                    endpoint.ConfigureConsumer<ProjectMany>(context);
                }
                else
                {
                    endpoint.PrefetchCount = 32;
                    endpoint.ConfigureConsumer<ProjectOne>(context);
                }
            });
            await open.Ready;
        });
        app.MapPost("/close", async () => await open!.StopAsync());
        await app.RunAsync();
    }

    /// <summary>Counts.</summary>
    public sealed class Progressing
    {
        private readonly Lock counting = new();
        private int count;
        private long first;
        private long last;

        public Progress Now
        {
            get
            {
                lock (counting)
                {
                    return new Progress(count, count == 0 ? 0 : Stopwatch.GetElapsedTime(first, last).TotalSeconds);
                }
            }
        }

        public void Reset()
        {
            lock (counting)
            {
                (count, first) = (0, 0);
            }
        }

        public void Begun()
        {
            lock (counting)
            {
                first = first == 0 ? Stopwatch.GetTimestamp() : first;
            }
        }

        public void Done(int more)
        {
            lock (counting)
            {
                (count, last) = (count + more, Stopwatch.GetTimestamp());
            }
        }
    }
}

/// <summary>Many messages, one statement for the inbox and one for what they do.</summary>
[ExcludeFromConfigureEndpoints]
public sealed class ProjectMany(JobDatabase database, Projection.Progressing progress) : IConsumer<Batch<PersonRegistered>>
{
    public async Task Consume(ConsumeContext<Batch<PersonRegistered>> context)
    {
        progress.Begun();
        await using var work = await database.BeginAsync(context.CancellationToken);
        var events = (await work.TakeAsync(context)).Select(message => message.Message).GroupBy(message => message.SubjectId).Select(events => events.MaxBy(one => one.SubjectVersion)!).ToList();
        work.Execute(Upsert, new { records = events.Select(one => one.SubjectId).ToArray(), versions = events.Select(one => one.SubjectVersion).ToArray() });
        await work.CommitAsync();
        progress.Done(context.Message.Length);
    }

    private const string Upsert = """
        insert into projections (record_id, version, seen_at) select record, version, now() from unnest(@records, @versions) as one(record, version) order by record
        on conflict (record_id) do update set version = excluded.version, seen_at = excluded.seen_at where projections.version < excluded.version
        """;
}

/// <summary>The control: a message, an upsert.</summary>
[ExcludeFromConfigureEndpoints]
public sealed class ProjectOne([FromLogin(Login.Jobs)] NpgsqlDataSource source, Projection.Progressing progress) : IConsumer<PersonRegistered>
{
    public async Task Consume(ConsumeContext<PersonRegistered> context)
    {
        progress.Begun();
        await using (var connection = await source.OpenConnectionAsync(context.CancellationToken))
        {
            await connection.ExecuteAsync(new CommandDefinition(ProjectRecord.Upsert, new { record = context.Message.SubjectId, version = context.Message.SubjectVersion }, cancellationToken: context.CancellationToken));
        }

        progress.Done(1);
    }
}
