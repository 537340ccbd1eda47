using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Platform.Access;
using Platform.Hosting;

namespace Platform.Registrations.Exports;

/// <summary>
/// An approved export on its way out, person by person. Before each of them, and every second while the reader is slow, all that it stands on is looked at again in a
/// transaction of its own: what has ended breaks the download off, and who was not written yet was not read either. Nothing is kept of it.
/// </summary>
internal static class SendExport
{
    private const int SentAhead = 16 * 1024;   // bytes
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);

    /// <summary>How it looks: what stands before, for each person, and behind.</summary>
    internal sealed record Form(
        string ContentType, string? ContentSecurityPolicy, string? Extension, Func<Watermark, IReadOnlyList<string>, string> Head, Func<Watermark, IReadOnlyList<string>, ExportedPerson, string> Person,
        Func<Watermark, string> Foot);

    public static async Task<IResult> AsAsync(Form form, Guid exportId, HttpContext http, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (export, _, refusal) = await LookAsync(work, exportId, http, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        work.AuditRecords([exportId]);
        work.Execute("select export_made(@exportId)", new { exportId });
        await work.CommitAsync();

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentLanguage = Texts.In("en", "ar", "fr");
        if (form.ContentSecurityPolicy is { } policy)
        {
            http.Response.Headers.ContentSecurityPolicy = policy;
        }

        SendLittleAhead(http);
        return Results.Stream(body => WriteAsync(form, export!, body, http, database, ct), form.ContentType, form.Extension is { } extension ? $"export-{exportId}.{extension}" : null);
    }

    private static async Task WriteAsync(Form form, ExportView.Row export, Stream body, HttpContext http, ScopedDatabase database, CancellationToken ct)
    {
        var mark = Watermark.Of(export, http.RequestServices.GetRequiredService<Standings>().Current);
        await SendAsync(form.Head(mark, export.Packages));
        for (var at = 0; at < export.People; at++)
        {
            if (await NextAsync(export, at, http, database, ct) is not { } person || !await SendAsync(form.Person(mark, export.Packages, person)))
            {
                http.Abort();   // and with it what had not left yet
                return;
            }
        }

        await SendAsync(form.Foot(mark));

        async Task<bool> SendAsync(string text)
        {
            var sent = body.WriteAsync(Encoding.UTF8.GetBytes(text), ct).AsTask();
            while (await Task.WhenAny(sent, Task.Delay(LooksEvery, ct)) != sent)
            {
                if (!await StandsAsync(export.ExportId, http, database, ct))
                {
                    return false;
                }
            }

            await sent;
            return true;
        }
    }

    /// <summary>The next person, entered in the ledger and the audit before a byte of them leaves; null when the export does not stand any more.</summary>
    private static async Task<ExportedPerson?> NextAsync(ExportView.Row export, int at, HttpContext http, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (_, people, refusal) = await LookAsync(work, export.ExportId, http, ct);
        if (refusal is not null)
        {
            return null;
        }

        var person = people[at];
        work.Disclose(new Disclosure(person.PersonId, export.RecipientAgencyId, export.Packages, export.Purpose, "consent", person.Consents, Referral: null, Stage.Disclosed));
        work.AuditRecords([export.ExportId, person.PersonId]);
        await work.CommitAsync();
        return person;
    }

    private static async Task<bool> StandsAsync(Guid exportId, HttpContext http, ScopedDatabase database, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        return (await LookAsync(work, exportId, http, ct)).Refusal is null;
    }

    private static async Task<(ExportView.Row? Export, IReadOnlyList<ExportedPerson> People, Refusal? Refusal)> LookAsync(Work work, Guid exportId, HttpContext http, CancellationToken ct)
    {
        if (await work.QuerySingleOrDefaultAsync<ExportView.Row>(ExportView.SelectOne, new { exportId }) is not { } export)
        {
            return (null, [], Refusal.NotFound);
        }

        if (export.AskedBy != work.Caller.Subject)
        {
            return (null, [], Refusal.Forbidden);   // who approves it does not read it
        }

        if (!http.RequestServices.GetRequiredService<TokenFreshness>().IsFresh(http.User)
            || !http.RequestServices.GetRequiredService<Standings>().Current.IsOn(Features.ExportOfFiles, work.Caller.Agency, DateOnly.FromDateTime(work.Now.UtcDateTime)))
        {
            return (null, [], Features.Off);   // since it was asked for: who may not enter is turned away before
        }

        if (export.State is not ("approved" or "made"))
        {
            return (null, [], export.State == "ended" ? Ended("expired") : Refusal.WrongState(export.State));
        }

        var people = await ExportedPerson.ReadAsync(work, exportId, new ExportedPerson.Terms(export.RecipientAgencyId, export.Purpose, export.Packages), ct);
        var refusal = people.Count < export.People ? Ended("not-kept")
            : ExportedPerson.RefusesList(people) ?? (people.FirstOrDefault(person => person.Lacks is not null) is { Lacks: { } lacks } ? Ended(lacks) : null);
        return (export, people, refusal);
    }

    private static Refusal Ended(string because) => new(410, "export-ended", Texts.In(
        "This export has ended, or what it stood on: ask for another one.",
        "انتهى هذا التصدير أو ما كان يستند إليه: اطلب غيره.",
        "Cet export a pris fin, ou ce sur quoi il reposait : demandez-en un autre."), new Dictionary<string, object> { ["because"] = because });

    // what the system has taken in cannot be held back any more, and by itself it takes in megabytes
    private static void SendLittleAhead(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            connection.Socket.SendBufferSize = SentAhead;
            http.Response.Headers.Connection = "close";
        }
    }
}
