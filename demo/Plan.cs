namespace Platform.Demo;

/// <summary>What will become of a referral.</summary>
public enum Fate
{
    /// <summary>Accepted, served, closed with an outcome.</summary>
    Closed,

    /// <summary>Accepted; the service still goes on in the evening.</summary>
    Accepted,

    /// <summary>Seen, and not decided yet.</summary>
    Acknowledged,

    /// <summary>Rejected; the sender refers the person to the next-best provider.</summary>
    RejectedAndReferredAgain,

    /// <summary>Rejected; the sender serves the person itself, or closes with a reason.</summary>
    Rejected,

    /// <summary>Accepted and given back.</summary>
    Returned,

    /// <summary>Taken back by the sender.</summary>
    Revoked,

    /// <summary>Ended because the person took the consent back.</summary>
    Withdrawn,

    /// <summary>Nobody looks at it today.</summary>
    Unanswered,
}

/// <summary>The day before it happens: who keeps whose case, who is referred where, and what becomes of it. The same on every run.</summary>
public sealed record Plan(IReadOnlyList<Plan.Case> Cases)
{
    /// <summary>The agencies that hold cases.</summary>
    public static readonly string[] Agencies = ["iom-libya", "unhcr-libya", "unicef-libya", "amal-health", "bayt-shelter", "rihla-legal"];

    /// <summary>Fates of a hundred people's first referrals.</summary>
    private static readonly (Fate Fate, int Share)[] Shares =
    [
        (Fate.Closed, 38), (Fate.Accepted, 11), (Fate.Acknowledged, 4), (Fate.RejectedAndReferredAgain, 15), (Fate.Rejected, 4), (Fate.Returned, 8),
        (Fate.Revoked, 8), (Fate.Withdrawn, 8), (Fate.Unanswered, 4),
    ];

    /// <summary>A person, the agency that keeps the case, and the referrals planned for them, each to another agency.</summary>
    public sealed record Case(int Number, string Agency, InventedPerson Person, IReadOnlyList<Referral> Referrals);

    /// <summary>A referral as planned.</summary>
    public sealed record Referral(string To, Fate Fate, string Priority);

    /// <summary>With 200 people: 270 referrals, and 30 more when the rejected are referred again.</summary>
    public static Plan Of(int people)
    {
#pragma warning disable CA5394 // a story, not a secret
        var dice = new Random(2026);
        var first = Fates(people, dice).OrderBy(fate => fate is Fate.RejectedAndReferredAgain).ToArray();   // those have one referral in the plan, and get a second
        var second = Fates(people * 35 / 100, dice).Select(fate => fate is Fate.RejectedAndReferredAgain ? Fate.Unanswered : fate).ToArray();
        return new([.. Enumerable.Range(0, people).Select(number =>
        {
            var agency = dice.GetItems(Agencies, 1)[0];
            var others = Agencies.Except([agency]).ToArray();
            dice.Shuffle(others);
            var fates = number < second.Length ? new[] { first[number], second[number] } : [first[number]];
            return new Case(number, agency, InventedPerson.By(dice), [.. fates.Select((fate, index) => new Referral(others[index], fate, Priority(dice)))]);
        })]);
    }

    private static Fate[] Fates(int count, Random dice)
    {
        var fates = Shares.SelectMany(share => Enumerable.Repeat(share.Fate, share.Share)).ToArray();
        var drawn = Enumerable.Range(0, count).Select(index => fates[index * fates.Length / count]).ToArray();
        dice.Shuffle(drawn);
        return drawn;
    }

    private static string Priority(Random dice) => dice.Next(100) switch { < 7 => "emergency", < 30 => "urgent", _ => "normal" };
}
