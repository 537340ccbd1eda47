namespace Platform.Surface.Tests.Routes;

/// <summary>What a route does with an Idempotency-Key.</summary>
public enum Key
{
    /// <summary>Takes none.</summary>
    None,

    /// <summary>Needs one, though a repeat may do it again: it only reads, or doing it twice is as good as once.</summary>
    Needed,

    /// <summary>Keeps it: a repeat answers as the first did, and the same key with another body is refused.</summary>
    Kept,
}

/// <summary>One route of the product, and how to ask it so that it does what it is for.</summary>
/// <param name="Service">Who serves it: identity, registrations, assessments, referrals.</param>
/// <param name="Method">As <c>POST</c>.</param>
/// <param name="Template">The path as the service itself describes it, as <c>/people/{personId}</c>.</param>
/// <param name="PrepareAsync">Makes a record ready for it, and says who may ask, where and what.</param>
public sealed record Route(string Service, string Method, string Template, Func<Stage, Task<Ready>> PrepareAsync)
{
    /// <summary>Tells two ways to use one route apart.</summary>
    public string? Case { get; init; }

    public Key Key { get; init; }

    /// <summary>Changes what is there already, by the version that was read: needs <c>If-Match</c>.</summary>
    public bool NeedsIfMatch { get; init; }

    /// <summary>Fields without which it does nothing.</summary>
    public string[] Required { get; init; } = [];

    /// <summary>What a valid request is answered with.</summary>
    public int Answers { get; init; } = 200;

    /// <summary>A member that is answered once, and to no repeat, as a secret.</summary>
    public string? Once { get; init; }

    /// <summary>Its body is a file, and no JSON.</summary>
    public bool TakesAFile { get; init; }

    /// <summary>OAuth's own: asked with a form or in a browser, by who has no token yet.</summary>
    public bool IsOAuth { get; init; }

    /// <summary>What a test calls it.</summary>
    public string Name => $"{Service} {Method} {Template}{(Case is null ? "" : $", {Case}")}";

    /// <summary>Where the gateway offers this path of the service, or null where it leads nobody to it.</summary>
    public string? Outside(string path) => (Service, path.Split('/', '?')[1]) switch
    {
        (_, "internal") or ("identity", "operations") => null,
        ("identity", _) => path,
        (_, "operations") => $"/api/operations/{Service}{path["/operations".Length..]}",
        _ => "/api" + path,
    };
}

/// <summary>A request that does what its route is for, and the record it does it to.</summary>
/// <param name="Caller">Who may.</param>
/// <param name="Path">With the record's id in it, as the service knows it.</param>
/// <param name="ReadAsync">The record as text, to compare before with after.</param>
public sealed record Ready(Partner Caller, string Path, Func<Task<string>> ReadAsync)
{
    /// <summary>With every field that this use of the route may have; null where it takes no body.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>The file, where it takes one.</summary>
    public byte[]? File { get; init; }

    /// <summary>The body of a valid request.</summary>
    public object? Sent => File ?? (object?)Body;

    /// <summary>The body of an OAuth request.</summary>
    public string? Form { get; init; }

    /// <summary>The version that was read.</summary>
    public string? IfMatch { get; init; }

    /// <summary>The headers of a valid request.</summary>
    public Dictionary<string, string> Headers(Route route)
    {
        var headers = new Dictionary<string, string>();
        if (route.Key is not Key.None)
        {
            headers["Idempotency-Key"] = Guid.NewGuid().ToString();
        }

        if (IfMatch is not null)
        {
            headers["If-Match"] = IfMatch;
        }

        return headers;
    }
}
