namespace Platform.Scope.Tests;

/// <summary>What is so in the world: written down as it happens, read by the reference model.</summary>
public sealed record Agency(Guid Id, string Code, string Kind)
{
    public bool HoldsCases => Kind is "lead" or "un" or "ngo";
}

public sealed record Team(Guid Id, Agency Agency, string Code);

public sealed record Member(Guid Id, Agency Agency, string Name, IReadOnlyList<string> Roles, IReadOnlyList<Team> Teams)
{
    /// <summary>Where what they open belongs.</summary>
    public Team? MainTeam => Teams.Count > 0 ? Teams[0] : null;

    public bool Is(params string[] roles) => Roles.Any(roles.Contains);
}

public sealed record Agreement(
    Guid Id, IReadOnlyList<Agency> Parties, IReadOnlyList<string> Purposes, IReadOnlyList<string> Packages, string Area, DateOnly From, DateOnly Until)
{
    public bool Active { get; set; }
}

/// <summary>Nobody else has the name.</summary>
public sealed record Person(Guid Id, string Name, Member RegisteredBy)
{
    public Agency Agency => RegisteredBy.Agency;

    public Member Caseworker { get; set; } = RegisteredBy;

    public Team? Team { get; set; } = RegisteredBy.MainTeam;
}

public sealed record Consent(Guid Id, Person Person, Agency Recipient, string Purpose, IReadOnlyList<string> Packages, DateOnly Until)
{
    public bool Withdrawn { get; set; }
}

public sealed record Referral(
    Guid Id, Person Person, Member SentBy, Agency To, string Service, string Area, IReadOnlyList<string> Packages, bool VitalInterest,
    IReadOnlyList<Consent> Consents, DateOnly Until)
{
    public Agency From => SentBy.Agency;

    public string Status { get; set; } = "sent";

    public bool Ended => Status is not ("sent" or "acknowledged" or "accepted");

    public bool Approved { get; set; }

    public bool FollowedUp { get; set; }

    public string? EndReason { get; set; }

    /// <summary>Each step, and whose it was; none is the platform's own.</summary>
    public List<(string Event, Agency? By)> Steps { get; } = [("sent", SentBy.Agency)];
}
