using System.Collections.Concurrent;

namespace Platform.Demo;

/// <summary>What happened, counted while it happens by all desks.</summary>
public sealed class Results
{
#pragma warning disable CA1051 // counted with Interlocked, which takes a field
    public int People;
    public int Consents;
    public int ConsentsWithdrawn;
    public int Sent;
    public int Acknowledged;
    public int Outcomes;
    public int ReferredAgain;
    public int Settled;
#pragma warning restore CA1051

    private readonly ConcurrentBag<Ending> endings = [];

    /// <summary>A referral as the platform shows it in the evening.</summary>
    /// <param name="State">Its state; a revocation with its cause.</param>
    /// <param name="Priority">emergency, urgent or normal.</param>
    /// <param name="Reads">Whether its receiver can read the packet.</param>
    /// <param name="ToAcknowledgement">From sending, by the platform's own times.</param>
    /// <param name="ToAcceptance">From sending.</param>
    public sealed record Ending(string State, string Priority, bool Reads, TimeSpan? ToAcknowledgement, TimeSpan? ToAcceptance);

    /// <summary>One for each referral.</summary>
    public IReadOnlyCollection<Ending> Endings => endings;

    /// <summary>When the day began.</summary>
    public long Started { get; } = TimeProvider.System.GetTimestamp();

    public void Add(Ending ending) => endings.Add(ending);

    public static void Count(ref int what) => Interlocked.Increment(ref what);
}
