using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>Whose access to what is asked about: <c>?member=&amp;record=</c>.</summary>
public sealed class MemberAndRecord : IEndpointParameterMetadataProvider
{
    private MemberAndRecord(QueryFields fields)
    {
        Member = fields.Id("member", mayBeAbsent: false) ?? Guid.Empty;
        Record = fields.Id("record", mayBeAbsent: false) ?? Guid.Empty;
        Refusal = fields.Refusal;
    }

    /// <summary>A user or client.</summary>
    public Guid Member { get; }

    /// <summary>A record of the service.</summary>
    public Guid Record { get; }

    /// <summary>What is wrong with the query string, if anything.</summary>
    public Refusal? Refusal { get; }

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DescribedParameter("member", "Id of the user or client whose access it is."));
        builder.Metadata.Add(new DescribedParameter("record", "Id of the record."));
    }

    /// <summary>Reads the query string.</summary>
    public static ValueTask<MemberAndRecord?> BindAsync(HttpContext context) => new(new MemberAndRecord(new QueryFields(context.Request.Query)));
}
