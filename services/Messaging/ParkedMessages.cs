using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Platform.Access;
using Platform.Hosting;
using RabbitMQ.Client.Exceptions;

namespace Platform.Messaging;

/// <summary>What is parked can be listed, read, replayed and discarded by an operator. Messages hold ids and codes only.</summary>
public static class ParkedMessages
{
    /// <summary>A message that did not go out (<c>publishing</c>) or did not take effect (<c>consuming</c>).</summary>
    public sealed record Parked(string Kind, long Id, string Where, Guid MessageId, string MessageType, string Body, string Error, DateTimeOffset At);

    /// <summary>Nothing to say.</summary>
    public sealed record Nothing;

    /// <summary>Maps the routes.</summary>
    public static void MapParkedMessages(this IEndpointRouteBuilder routes)
    {
        var parked = routes.MapGroup("/operations/parked").RequireAuthorization(Policies.OperateMessages);
        parked.MapGet("", ListAsync).Audited(DataClass.Organisational).Produces<Page<Parked>>();
        parked.MapPost("/{kind:regex(^(publishing|consuming)$)}/{id:long}/replay", ReplayAsync).Audited(DataClass.Organisational).Idempotent();
        parked.MapDelete("/{kind:regex(^(publishing|consuming)$)}/{id:long}", DiscardAsync).Audited(DataClass.Organisational);
    }

    private static async Task<IResult> ListAsync(ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return Results.Ok(new Page<Parked>(await work.CommitRowsAsync<Parked>(Select, null), null));
    }

    private static async Task<IResult> ReplayAsync(
        string kind, long id, Body<Nothing> body, ScopedDatabase database, IConfiguration configuration, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Parked>(SelectOne, new { kind, id }) is not { } parked)
        {
            return Refusal.NotFound;
        }

        if (body.Refuses() is { } refusal)
        {
            return refusal;
        }

        work.Answers(StatusCodes.Status204NoContent, parked.MessageId);
        if (kind == "publishing")
        {
            return await SettleAsync(work, parked, ReplayPublishing);
        }

        if (Wire.TypeIn(parked.Body) is null)
        {
            return new Refusal(409, "unreadable");   // nobody could take it in; it can only be discarded
        }

        // as it was, to the queue it came from: it has not taken effect. Sent before it is forgotten here: twice is harmless, never is not
        try
        {
            return await Publisher.TrySendAsync(configuration, parked.Where, parked.MessageId, parked.Body, work.Now, ct)
                ? await SettleAsync(work, parked, DiscardConsuming)
                : new Refusal(409, "no-such-queue");   // its consumer is gone; it stays parked
        }
        catch (Exception away) when (away is BrokerUnreachableException or OperationInterruptedException)
        {
            return Refusal.Unavailable();
        }
    }

    private static async Task<IResult> DiscardAsync(string kind, long id, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return await work.QuerySingleOrDefaultAsync<Parked>(SelectOne, new { kind, id }) is { } parked
            ? await SettleAsync(work, parked, kind == "publishing" ? DiscardPublishing : DiscardConsuming)
            : Refusal.NotFound;
    }

    // who settled which message is in the audit with the commit
    private static async Task<IResult> SettleAsync(Work work, Parked parked, string statement)
    {
        work.AuditRecords([parked.MessageId]);
        var settled = await work.CommitAsync<int?>(statement, new { id = parked.Id });
        work.Service<OutboxSignal>().Wake();   // what waited behind it goes on
        return settled is null ? Refusal.NotFound : Results.NoContent();
    }

    private const string Parking = """
        select 'publishing' as kind, id, exchange as "where", message_id, message_type, body, error, parked_at as at from messaging.outbox where parked_at is not null
        union all
        select 'consuming', parked, queue, message_id, message_type, body, error, at from messaging.parked
        """;

    private const string Select = $"{Parking} order by at desc limit 200";

    private const string SelectOne = $"select kind, id, \"where\", message_id, message_type, body, error, at from ({Parking}) p where kind = @kind and id = @id";

    // taken out and put back in its old place: an operator sees what is parked and nothing else, and so cannot make of it what they do not see
    private const string ReplayPublishing = """
        with taken as (delete from messaging.outbox where id = @id and parked_at is not null returning *),
        put_back as (
            insert into messaging.outbox (id, lane, aggregate, message_id, exchange, routing_key, message_type, body, trace_parent, at)
            overriding system value
            select id, lane, aggregate, message_id, exchange, routing_key, message_type, body, trace_parent, at from taken)
        select 1 from taken
        """;

    private const string DiscardPublishing = "delete from messaging.outbox where id = @id and parked_at is not null returning 1";

    private const string DiscardConsuming = "delete from messaging.parked where parked = @id returning 1";
}
