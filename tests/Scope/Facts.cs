namespace Platform.Scope.Tests;

/// <summary>What is so in the world: written down as it happens, read by the reference model.</summary>
public sealed record Agency(Guid Id, string Code, string Kind)
{
    public string Name => $"Invented {Code}";

    public bool HoldsCases => Kind is "lead" or "un" or "ngo";
}

/// <summary>A service that an agency offers, and where: P-codes or their beginnings, or <c>*</c>.</summary>
public sealed record Offer(Agency Agency, string Service, IReadOnlyList<string> Areas)
{
    public bool Reaches(string area) => Places.Hold(Areas, area);
}

public sealed record Team(Guid Id, Agency Agency, string Code, string Area)
{
    public bool Evacuated { get; set; }
}

public sealed record Member(Guid Id, Agency Agency, string Name, IReadOnlyList<string> Roles, IReadOnlyList<Team> Teams, IReadOnlyList<string> Areas)
{
    /// <summary>Where what they open belongs.</summary>
    public Team? MainTeam => Teams.Count > 0 ? Teams[0] : null;

    public bool Is(params string[] roles) => Roles.Any(roles.Contains);
}

public sealed record Agreement(
    Guid Id, string Code, IReadOnlyList<Agency> Parties, IReadOnlyList<string> Purposes, IReadOnlyList<string> Packages, string Area, DateOnly From, DateOnly Until)
{
    public bool Active { get; set; }
}

/// <summary>Nobody else has the name.</summary>
public sealed record Person(Guid Id, string Name, Member RegisteredBy, string Area)
{
    public Agency Agency => RegisteredBy.Agency;

    /// <summary>Who opened it keeps it, until it is transferred.</summary>
    public Member? Opener { get; set; } = RegisteredBy;

    public Member Caseworker { get; set; } = RegisteredBy;

    /// <summary>What they were said to be.</summary>
    public Guid Status { get; init; }

    /// <summary>When they were met; somebody meets them again within days.</summary>
    public Guid Encounter { get; init; }

    /// <summary>How their family is looked for.</summary>
    public Guid Tracing { get; init; }

    /// <summary>The household that they are of, and as which they came.</summary>
    public Guid Household { get; init; }

    /// <summary>What is attached to their file.</summary>
    public Guid Attachment { get; init; }

    public Team? Team { get; set; } = RegisteredBy.MainTeam;

    /// <summary>Put into the hands of the case worker, by an assignment or a transfer.</summary>
    public bool Assigned { get; set; }

    /// <summary>Nobody finds anything of it any more.</summary>
    public bool Erased { get; set; }

    /// <summary>Whoever was granted it.</summary>
    public bool OutOfReach => !Erased && Team is { Evacuated: true };

    /// <summary>Who kept it before and still reads.</summary>
    public List<Handover> Handovers { get; } = [];

    /// <summary>Who opened it in an emergency less than an hour ago.</summary>
    public HashSet<Member> InEmergency { get; } = [];
}

/// <summary>What one is to another, told in the file of the first; of nobody registered where there is no other.</summary>
public sealed record FamilyLink(Guid Id, Person Person, Person? Relative)
{
    /// <summary>It goes with either.</summary>
    public bool IsThere => !Person.Erased && Relative is not { Erased: true };

    public bool IsOf(Person person) => person == Person || person == Relative;
}

public sealed record Emergency(Guid Id, Person Person, Member By)
{
    public bool Confirmed { get; set; }
}

/// <summary>A member or the supervisors of a team, up to before a day.</summary>
public sealed record Handover(Member? Member, Team? Team, DateOnly Until)
{
    /// <summary>A record goes from some to others: those who do not have it any more read for so many days.</summary>
    public static void Over(List<Handover> handovers, (Member? Member, Team? Team)[] before, (Member? Member, Team? Team)[] after, DateOnly today, int days)
    {
        handovers.RemoveAll(handover => before.Concat(after).Contains((handover.Member, handover.Team)));
        if (days > 0) handovers.AddRange(before.Except(after).Where(who => who != default).Select(who => new Handover(who.Member, who.Team, today.AddDays(days))));
    }
}

public sealed record Transfer(Guid Id, Person Person, Team? From, Team To, Member OfferedBy, Member Caseworker)
{
    public string Status { get; set; } = "offered";
}

/// <summary>Until a second person has approved it is asked for, and goes with the case; whose file was erased is in no other hands any more.</summary>
public sealed record Erasure(Guid Id, Person Person, Member AskedBy)
{
    public bool Asked => !Person.Erased;
}

/// <summary>A clock of a referral that has run out: at level 1 for both sides, at level 2 for the area's coordinators.</summary>
public sealed record Overdue(Referral Referral, string Clock, int Level);

/// <summary>What a person asked about their data.</summary>
public sealed record SubjectRequest(Guid Id, Person Person, string Kind)
{
    /// <summary>Who would refuse it.</summary>
    public Member? ProposedBy { get; set; }
}

public sealed record Consent(Guid Id, Person Person, Agency Recipient, string Purpose, IReadOnlyList<string> Packages, DateOnly Until)
{
    public bool Withdrawn { get; set; }
}

/// <summary>Of one person, on one consent, for three days; and how far it was approved.</summary>
public sealed record Export(Guid Id, Member AskedBy, Consent Consent, DateOnly On)
{
    public string State { get; set; } = "asked";

    /// <summary>Who approved it in which of the two roles.</summary>
    public (Guid? Supervisor, Guid? Officer) ApprovedBy { get; set; }

    /// <summary>Who asked has downloaded it.</summary>
    public bool Made { get; set; }
}

public sealed record Referral(
    Guid Id, Person Person, Member SentBy, Agency To, string Service, string Area, IReadOnlyList<string> Packages, bool VitalInterest,
    IReadOnlyList<Consent> Consents, DateOnly Until)
{
    public Agency From => SentBy.Agency;

    /// <summary>Whose it is at the sender: who sent it and their supervisors, until the case is transferred.</summary>
    public Member Holder { get; set; } = SentBy;

    public Team? Team { get; set; } = SentBy.MainTeam;

    /// <summary>Whose it was before, and who was told of it then.</summary>
    public List<(Member Holder, Team? Team)> Before { get; } = [];

    /// <summary>It went with the case.</summary>
    public bool Transferred => Before.Count > 0;

    /// <summary>At its sender; not at its receiver.</summary>
    public bool OutOfReach => Team is { Evacuated: true };

    public List<Handover> Handovers { get; } = [];

    public string Status { get; set; } = "sent";

    public bool Ended => Status is not ("sent" or "acknowledged" or "accepted");

    public bool Approved { get; set; }

    public bool FollowedUp { get; set; }

    public string? EndReason { get; set; }

    /// <summary>Each step, and whose it was; none is the platform's own.</summary>
    public List<(string Event, Agency? By)> Steps { get; } = [("sent", SentBy.Agency)];
}
