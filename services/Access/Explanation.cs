namespace Platform.Access;

/// <summary>Why a member sees a record or does not, what decides it and when that ends; never what it holds.</summary>
/// <param name="Member">Whose access it is.</param>
/// <param name="RecordId">The record as it was asked for. Where nothing on it is granted to the member it is not told whether there is one.</param>
/// <param name="Policies">What the roles of the member and the kind of their agency let them try at this service.</param>
/// <param name="Grants">What on this record is granted to the member, ended grants included.</param>
/// <param name="Reads">The parts that they read now, by name, as the database's own policies show them.</param>
/// <param name="Changes">Whether those policies let them change it, too.</param>
/// <param name="StandsOn">What a referral stands on.</param>
/// <param name="Decides">What decides: member-suspended, agency-suspended, team-evacuated, no-grant, role, grant, grant-ended, state, consent, agreement, approval or packet.</param>
/// <param name="Until">When what they read ends by itself, or has ended, where that is known.</param>
/// <param name="Says">The same as a sentence, in the asker's language.</param>
public sealed record Explanation(
    Explanation.MemberView Member, Guid RecordId, IReadOnlyList<Explanation.PolicyView> Policies, IReadOnlyList<Explanation.GrantView> Grants,
    IReadOnlyList<string> Reads, bool Changes, StandsOn? StandsOn, string Decides, DateTimeOffset? Until, string Says)
{
    /// <summary>A user or client, as identity knows them.</summary>
    /// <param name="MemberId">Their id.</param>
    /// <param name="AgencyId">Their agency.</param>
    /// <param name="State">active, suspended, agency-suspended where it is their agency that is, or team-evacuated where their main team is.</param>
    /// <param name="Roles">Codes of role.csv.</param>
    /// <param name="TeamIds">The first is their main one.</param>
    /// <param name="AreaCodes">P-codes or their beginnings; <c>*</c> for all.</param>
    public sealed record MemberView(Guid MemberId, Guid AgencyId, string State, IReadOnlyList<string> Roles, IReadOnlyList<Guid> TeamIds, IReadOnlyList<string> AreaCodes);

    /// <summary>A policy of this service's routes, and whether it lets the member in.</summary>
    public sealed record PolicyView(string Policy, bool Allows);

    /// <summary>A grant, and which of the member's names it reaches them by.</summary>
    /// <param name="Because">Its cause.</param>
    /// <param name="Packages">What of the record.</param>
    /// <param name="Until">When it ends by itself.</param>
    /// <param name="Stands">Whether it has not.</param>
    /// <param name="Through">member, agency, team, role or area.</param>
    /// <param name="Role">Where through a role: which.</param>
    /// <param name="TeamId">Where through a team, or a role in one: which.</param>
    /// <param name="AreaCode">Where through an area: which.</param>
    public sealed record GrantView(
        string Because, IReadOnlyList<string> Packages, DateTimeOffset? Until, bool Stands, string Through, string? Role = null, Guid? TeamId = null, string? AreaCode = null);
}

/// <summary>What a referral stands on.</summary>
/// <param name="State">Code of referral-state.csv.</param>
/// <param name="Basis">consent, vital-interest or best-interests.</param>
/// <param name="Approved">Whether a second person approved a basis other than consent.</param>
/// <param name="ConsentIds">The consents.</param>
/// <param name="ConsentUntil">The last day of the first of them to end.</param>
/// <param name="AgreementId">The agreement in force that carries it; of several the one that lasts longest.</param>
/// <param name="AgreementUntil">That agreement's last day.</param>
public sealed record StandsOn(string State, string Basis, bool Approved, IReadOnlyList<Guid> ConsentIds, DateOnly? ConsentUntil, Guid? AgreementId, DateOnly? AgreementUntil);

/// <summary>What decides, until when, in a sentence.</summary>
public sealed record Reason(string Decides, DateTimeOffset? Until, string Says);

/// <summary>What a service's policies show of a record to who asks.</summary>
/// <param name="Reads">The parts, by name.</param>
/// <param name="Changes">Whether they let it be changed.</param>
/// <param name="StandsOn">What it stands on, where that has a say.</param>
/// <param name="Reason">What decides, where it is not the grant alone.</param>
/// <param name="ReadBy">The policy of the routes that read such a record, where the service has several.</param>
public sealed record Shown(IReadOnlyList<string> Reads, bool Changes, StandsOn? StandsOn = null, Reason? Reason = null, string? ReadBy = null);
