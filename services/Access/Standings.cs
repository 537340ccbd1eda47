using Platform.Hosting;

namespace Platform.Access;

/// <summary>Who is who, or the refusal to answer with while that is not known.</summary>
public sealed class Standings(Followed<Standing> followed)
{
    /// <summary>As last read from identity; an exception (503) before it was ever read, for nothing may be allowed on its account.</summary>
    public Standing Current => followed.Current ?? throw new TimeoutException("identity's standing was never read");
}
