using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Platform.Access;

/// <summary>
/// The one door to a service's data for requests: every transaction starts with who is asking, and the database's
/// row-level security does the rest.
/// </summary>
public sealed class ScopedDatabase([FromLogin(Login.App)] NpgsqlDataSource source, IHttpContextAccessor http, IServiceProvider services)
{
    /// <summary>Who is asking.</summary>
    public Caller Caller => Caller.From(Context.User);

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("A scoped unit of work belongs to a request.");

    /// <summary>A unit of work in the scope of the request's caller. Nothing is sent until the first query.</summary>
    public async ValueTask<Work> BeginAsync(CancellationToken ct) =>
        new(await source.OpenConnectionAsync(ct), Caller, Request.Of(Context), services, ct);

    /// <summary>
    /// Enters that somebody who is known was refused where no good token says who they are: at a door before there is one, or with one that is none
    /// any more. In their name and their agency's, so that its auditors find it; and it can do nothing else.
    /// </summary>
    /// <param name="outcome">What kind, as <c>suspended</c>.</param>
    /// <param name="subject">The user or client; empty where nobody is known.</param>
    /// <param name="agency">Their agency; empty where none is known.</param>
    /// <param name="record">What it was about; by default what the path names.</param>
    /// <param name="ct">Stops it.</param>
    public async Task EnterRefusalAsync(string outcome, Guid subject, Guid agency, Guid? record, CancellationToken ct)
    {
        await using var work = new Work(await source.OpenConnectionAsync(ct), new Caller(subject, agency, "", "", [], [], []), Request.Of(Context), services, ct);
        await work.CommitRefusalAsync(outcome, record);
    }

    /// <summary>
    /// A unit of work in the scope of somebody who started what goes on after the answer. They may still: their rights are those of now. Null where they may not.
    /// </summary>
    /// <param name="member">Who started it.</param>
    /// <param name="policy">What they needed to start it, and need to go on.</param>
    /// <param name="action">The route they started it by, for the audit.</param>
    /// <param name="dataClass">What it changes.</param>
    /// <param name="ct">Stops it.</param>
    public async ValueTask<Work?> BeginForAsync(Guid member, string policy, string action, DataClass dataClass, CancellationToken ct) =>
        services.GetRequiredService<Standings>().Current.CallerOf(member) is { } caller && Policies.Allow(policy, caller)
            ? new(await source.OpenConnectionAsync(ct), caller, new Request(action, dataClass, null, null, null, null), services, ct)
            : null;

    /// <summary>The scope of somebody else, to see what they would: enters nothing and never commits.</summary>
    internal async ValueTask<Work> BeginAsAsync(Caller other, CancellationToken ct) =>
        new(await source.OpenConnectionAsync(ct), other, Request.Rehearsal, services, ct);
}

/// <summary>The door for a service's consumers and clocks: a login of its own that reads and writes what its policies name.</summary>
public sealed class JobDatabase([FromLogin(Login.Jobs)] NpgsqlDataSource source, IServiceProvider services)
{
    /// <summary>A unit of work for no caller.</summary>
    public async ValueTask<Work> BeginAsync(CancellationToken ct) =>
        new(await source.OpenConnectionAsync(ct), Caller.Service, Request.None, services, ct);
}
