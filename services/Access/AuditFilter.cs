using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>Which entries of the audit are looked for: <c>?record=&amp;caller=&amp;action=&amp;outcome=&amp;from=&amp;until=</c>, each of them optional.</summary>
/// <param name="Record">Entries that name this record.</param>
/// <param name="Caller">Entries of this user or client.</param>
/// <param name="Action">Entries of this route, as an entry names it.</param>
/// <param name="Outcome">Entries that ended so.</param>
/// <param name="From">Entries from this instant on.</param>
/// <param name="Until">Entries before this instant.</param>
/// <param name="Refusal">What is wrong with the query string, if anything.</param>
internal sealed record AuditFilter(Guid? Record, Guid? Caller, string? Action, string? Outcome, DateTimeOffset? From, DateTimeOffset? Until, Refusal? Refusal) : IEndpointParameterMetadataProvider
{
    private const int LongestAction = 200;
    private const int LongestOutcome = 60;

    /// <summary>The conditions of the filters that are there: each set of them is a statement with a plan of its own.</summary>
    public string Conditions => string.Concat(
        Record is null ? "" : " and entry = any (array(select access.entries_of(@record)))", Caller is null ? "" : " and caller = @caller",
        Action is null ? "" : " and action = @action", Outcome is null ? "" : " and outcome = @outcome", From is null ? "" : " and at >= @from", Until is null ? "" : " and at < @until");

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DescribedParameter("record", "Only entries that name this record."));
        builder.Metadata.Add(new DescribedParameter("caller", "Only entries of this user or client."));
        builder.Metadata.Add(new DescribedParameter("action", "Only entries of this route, as an entry names it."));
        builder.Metadata.Add(new DescribedParameter("outcome", "Only entries that ended so: allowed, or the kind of a refusal, as not-found."));
        builder.Metadata.Add(new DescribedParameter("from", "Only entries from this instant on."));
        builder.Metadata.Add(new DescribedParameter("until", "Only entries before this instant."));
    }

    /// <summary>Reads the query string.</summary>
    public static ValueTask<AuditFilter?> BindAsync(HttpContext context)
    {
        var fields = new QueryFields(context.Request.Query);
        return new(new AuditFilter(
            fields.Id("record"),
            fields.Id("caller"),
            fields.Text("action", text => text.Length is > 0 and <= LongestAction && FieldRules.IsPlain(text), Texts.In("A route, as GET /people.", "مسار، مثل GET /people.", "Une route, comme GET /people.")),
            fields.Text("outcome", text => text.Length is > 0 and <= LongestOutcome && text.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'), Texts.In(
                "allowed, or the kind of a refusal, as not-found.", "‏allowed أو نوع الرفض، مثل not-found.", "allowed, ou le genre d'un refus, comme not-found.")),
            fields.Instant("from"),
            fields.Instant("until"),
            fields.Refusal));
    }
}
