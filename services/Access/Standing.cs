namespace Platform.Access;

/// <summary>Who is who and what they agreed to, as identity says it: agencies, teams, members and agreements, no content.</summary>
public sealed record Standing(
    long Version,
    IReadOnlyList<Standing.AgencyEntry> Agencies,
    IReadOnlyList<Standing.TeamEntry> Teams,
    IReadOnlyList<Standing.MemberEntry> Members,
    IReadOnlyList<Standing.AgreementEntry> Agreements,
    IReadOnlyList<Hosting.NotBefore.Entry> NotBefore)
{
    /// <summary>What was switched on, for whom.</summary>
    public IReadOnlyList<FeatureEntry> Features { get; init; } = [];

    /// <summary>An agency and whether it may act now.</summary>
    public sealed record AgencyEntry(Guid AgencyId, string Code, string Name, string Kind, bool Active)
    {
        /// <summary>Whether its kind may be handed anything of a case. Authorities, embassies and receiving missions may not, whatever was signed with them.</summary>
        public bool HoldsCases => Caller.CaseHoldingKinds.Contains(Kind);
    }

    /// <summary>A team of an agency. While it is evacuated, what it keeps is out of reach.</summary>
    public sealed record TeamEntry(Guid TeamId, Guid AgencyId, string Code, string Name, IReadOnlyList<string> AreaCodes, bool Evacuated = false);

    /// <summary>A user or client.</summary>
    public sealed record MemberEntry(Guid MemberId, Guid AgencyId, string Kind, string Name, bool Active, IReadOnlyList<string> Roles, IReadOnlyList<Guid> TeamIds, IReadOnlyList<string> AreaCodes);

    /// <summary>A data-sharing agreement. It is the policy: when it lapses, what stood on it ends.</summary>
    public sealed record AgreementEntry(Guid AgreementId, string Code, IReadOnlyList<Guid> AgencyIds, IReadOnlyList<string> Purposes, IReadOnlyList<string> Packages, IReadOnlyList<string> AreaCodes, DateOnly From, DateOnly Until, bool Active);

    /// <summary>A feature that was switched on for an agency. Where it is assessed, it works to the last day of its assessment and while an agreement names the packages.</summary>
    public sealed record FeatureEntry(Guid AgencyId, string Feature, IReadOnlyList<string> Packages, bool Assessed, DateOnly? AssessedUntil);

    /// <summary>The days, each span first and last included, on which a feature is on as things stand now.</summary>
    public IEnumerable<(DateOnly From, DateOnly Until)> DaysOf(FeatureEntry feature) =>
        Agency(feature.AgencyId) is not { Active: true } ? []
        : !feature.Assessed ? [(DateOnly.MinValue, DateOnly.MaxValue)]
        : feature.AssessedUntil is not { } last ? []
        : Agreements.Where(agreement => agreement.Active && agreement.AgencyIds.Contains(feature.AgencyId) && feature.Packages.All(agreement.Packages.Contains))
            .Select(agreement => (agreement.From, Until: agreement.Until < last ? agreement.Until : last)).Where(days => days.From <= days.Until);

    /// <summary>Whether a feature is on for an agency, on a day.</summary>
    public bool IsOn(string feature, Guid agencyId, DateOnly day) =>
        Features.Any(entry => entry.AgencyId == agencyId && entry.Feature == feature && DaysOf(entry).Any(days => days.From <= day && day <= days.Until));

    /// <summary>The agency, if there is one of that id.</summary>
    public AgencyEntry? Agency(Guid id) => Agencies.FirstOrDefault(agency => agency.AgencyId == id);

    /// <summary>The agency that leads; empty while none does.</summary>
    public Guid Lead => Agencies.FirstOrDefault(agency => agency is { Kind: "lead", Active: true })?.AgencyId ?? Guid.Empty;

    /// <summary>Whether the team is evacuated now.</summary>
    public bool IsEvacuated(Guid teamId) => Teams.Any(team => team.TeamId == teamId && team.Evacuated);

    /// <summary>Who of an agreement's parties may hand anything to whom: each to each other that holds cases.</summary>
    public IEnumerable<(Guid From, Guid To)> PairsOf(AgreementEntry agreement) =>
        agreement.AgencyIds.SelectMany(from => agreement.AgencyIds.Where(to => to != from && Agency(to) is { HoldsCases: true }).Select(to => (from, to)));

    /// <summary>Every name under which something may have been granted to an agency, its teams, people and systems; or to one of these.</summary>
    public Guid[] GranteesOf(Guid agencyId, Guid? only = null) => Agency(agencyId) is not { } agency ? [] :
        [.. Members.Where(member => member.AgencyId == agencyId && (only is null || member.MemberId == only))
            .SelectMany(member => NamesOf(member, agency)).Append(agencyId).Distinct()];

    /// <summary>The names under which an agency reaches something now: of who is suspended or of an evacuated team there are none.</summary>
    public Guid[] GranteesNowOf(Guid agencyId) => Agency(agencyId) is not { Active: true } agency ? [] :
        [.. Members.Where(member => member.AgencyId == agencyId && member.Active && !(member.TeamIds is [var main, ..] && IsEvacuated(main)))
            .SelectMany(member => NamesOf(member with { TeamIds = [.. member.TeamIds.Where(team => !IsEvacuated(team))] }, agency)).Append(agencyId).Distinct()];

    /// <summary>
    /// A member as one who asks, with the roles and teams of now, for what they started and what goes on after the answer; null where they may not act any more: suspended,
    /// their agency, too, or of an evacuated team.
    /// </summary>
    public Caller? CallerOf(Guid memberId) =>
        Members.FirstOrDefault(entry => entry.MemberId == memberId) is { Active: true } member && Agency(member.AgencyId) is { Active: true } agency && !(member.TeamIds is [var main, ..] && IsEvacuated(main))
            ? new Caller(member.MemberId, agency.AgencyId, agency.Code, agency.Kind, member.Roles, [.. member.TeamIds.Where(team => !IsEvacuated(team))], member.AreaCodes)
            : null;

    private static Guid[] NamesOf(MemberEntry member, AgencyEntry agency) =>
        new Caller(member.MemberId, agency.AgencyId, agency.Code, agency.Kind, member.Roles, member.TeamIds, member.AreaCodes).Grantees();

    /// <summary>
    /// The agreement in force on which <paramref name="from" /> may hand these packages to <paramref name="to" /> for a purpose,
    /// in an area, on a day; null when there is none.
    /// </summary>
    public AgreementEntry? AgreementFor(Guid from, Guid to, string purpose, IEnumerable<string> packages, string areaCode, DateOnly day) =>
        Agency(from) is { Active: true } && Agency(to) is { Active: true, HoldsCases: true }
            ? Agreements.FirstOrDefault(agreement => agreement.Active && agreement.From <= day && day <= agreement.Until
                && agreement.AgencyIds.Contains(from) && agreement.AgencyIds.Contains(to)
                && agreement.Purposes.Contains(purpose) && packages.All(agreement.Packages.Contains)
                && agreement.AreaCodes.Any(area => area == "*" || areaCode.StartsWith(area, StringComparison.Ordinal)))
            : null;
}
