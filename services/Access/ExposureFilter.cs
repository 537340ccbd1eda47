using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>Whose use of the service is asked about, and in which time: <c>?caller=|agency=&amp;from=&amp;until=</c>.</summary>
public sealed class ExposureFilter : IEndpointParameterMetadataProvider
{
    private ExposureFilter(QueryFields fields)
    {
        (Caller, Agency) = (fields.Id("caller"), fields.Id("agency"));
        From = fields.Instant("from", mayBeAbsent: false) ?? DateTimeOffset.MaxValue;
        Until = fields.Instant("until") ?? DateTimeOffset.MaxValue;
        Refusal = fields.Refusal
            ?? ((Caller is null) == (Agency is null) ? Hosting.Refusal.Field("$.caller", Texts.In("Either a caller or an agency.", "إما مستخدم أو وكالة.", "Soit un utilisateur ou système, soit une agence.")) : null)
            ?? (Until <= From ? Hosting.Refusal.Field("$.until", Texts.In("After from.", "بعد from.", "Après from.")) : null);
    }

    /// <summary>A user or client.</summary>
    public Guid? Caller { get; }

    /// <summary>Or all of an agency.</summary>
    public Guid? Agency { get; }

    /// <summary>From this instant on.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Before this instant; infinity where none is named.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>What is wrong with the query string, if anything.</summary>
    public Refusal? Refusal { get; }

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DescribedParameter("caller", "Id of the user or client whose secret leaked."));
        builder.Metadata.Add(new DescribedParameter("agency", "Or of an agency, for all of it."));
        builder.Metadata.Add(new DescribedParameter("from", "From this instant on."));
        builder.Metadata.Add(new DescribedParameter("until", "Before this instant; without it up to now."));
    }

    /// <summary>Reads the query string.</summary>
    public static ValueTask<ExposureFilter?> BindAsync(HttpContext context) => new(new ExposureFilter(new QueryFields(context.Request.Query)));
}
