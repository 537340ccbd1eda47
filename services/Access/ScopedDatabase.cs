using Microsoft.AspNetCore.Http;
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
