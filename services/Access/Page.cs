using System.Buffers.Binary;
using System.Buffers.Text;
using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Platform.Hosting;

namespace Platform.Access;

/// <summary>A list's answer: newest first, and where it goes on.</summary>
/// <param name="Items">At most the limit asked for.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>Which part of a list is asked for: <c>?limit=&amp;cursor=</c>.</summary>
public sealed class PageRequest : IEndpointParameterMetadataProvider
{
    private const int Most = 200;
    private const int Usual = 50;

    private readonly bool isFirst;

    private PageRequest(int limit, DateTimeOffset before, Guid beforeRecord, Refusal? refusal, bool isFirst = false) =>
        (Limit, Before, BeforeRecord, Refusal, this.isFirst) = (limit, before, beforeRecord, refusal, isFirst);

    /// <summary>1 to 200.</summary>
    public int Limit { get; }

    /// <summary>Only records older than this instant (infinity for the first page: an index can start there, where it cannot at "or none"),</summary>
    public DateTimeOffset Before { get; }

    /// <summary>or of the same instant and a lower id.</summary>
    public Guid BeforeRecord { get; }

    /// <summary>Of a list that begins with the earliest: only records after this instant,</summary>
    public DateTimeOffset After => isFirst ? DateTimeOffset.MinValue : Before;

    /// <summary>or of the same instant and a higher id.</summary>
    public Guid AfterRecord => isFirst ? Guid.Empty : BeforeRecord;

    /// <summary>What is wrong with the query string, if anything.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The page, given one row more than was asked for where there are more.</summary>
    public Page<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, TItem> item, Func<TRow, (DateTimeOffset SortAt, Guid Record)> key) =>
        rows.Count > Limit
            ? new Page<TItem>([.. rows.Take(Limit).Select(item)], Cursor(key(rows[Limit - 1])))
            : new Page<TItem>([.. rows.Select(item)], null);

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DescribedParameter("limit", $"At most so many, 1 to {Most}; {Usual} without it.", IsNumber: true));
        builder.Metadata.Add(new DescribedParameter("cursor", "The `next` of the page before."));
    }

    /// <summary>Reads the query string.</summary>
    public static ValueTask<PageRequest?> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = Usual;
        if (query.TryGetValue("limit", out var asked) && !(int.TryParse(asked, out limit) && limit is >= 1 and <= Most))
        {
            return Wrong("$.limit", Texts.In($"1 to {Most}.", $"من 1 إلى {Most}.", $"De 1 à {Most}."));
        }

        if (!query.TryGetValue("cursor", out var cursor))
        {
            return new(new PageRequest(limit, DateTimeOffset.MaxValue, Guid.AllBitsSet, null, isFirst: true));
        }

        Span<byte> bytes = stackalloc byte[24];
        if (!Base64Url.IsValid(cursor.ToString(), out var length) || length != 24 || !Base64Url.TryDecodeFromChars(cursor.ToString(), bytes, out _))   // decoding what is not valid throws
        {
            return Wrong("$.cursor", Texts.In("Not a cursor that was given out.", "ليس مؤشراً صادراً عنا.", "Ce curseur n'a pas été fourni."));
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks is < 0 or > 3_155_378_975_999_999_999
            ? Wrong("$.cursor", Texts.In("Not a cursor that was given out.", "ليس مؤشراً صادراً عنا.", "Ce curseur n'a pas été fourni."))
            : new(new PageRequest(limit, new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[8..], bigEndian: true), null));
    }

    private static ValueTask<PageRequest?> Wrong(string path, string message) => new(new PageRequest(Usual, default, default, Hosting.Refusal.Field(path, message)));

    private static string Cursor((DateTimeOffset SortAt, Guid Record) last)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, last.SortAt.UtcTicks);
        last.Record.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
