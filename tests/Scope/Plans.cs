using FsCheck;
using FsCheck.Fluent;
using static Platform.Scope.Tests.Plan;

namespace Platform.Scope.Tests;

/// <summary>Generates plans. Small numbers everywhere, so that paths cross: the same person consented to, referred and assigned in several ways.</summary>
public static class Plans
{
    private static readonly string[] CaseHoldingRoles = ["caseworker", "supervisor", "focal-point", "protection-officer", "coordinator", "statistics", "auditor", "access-admin", "monitor"];
    private static readonly string[] AgreementAreas = ["*", "*", "*", "LY02", "LY031901", "LY0211"];
    private static readonly string[] Packages = ["identity", "contact"];
    private static readonly string[] Purposes = ["service-referral", "tracing"];
    private static readonly string[] Moves =
        ["acknowledge", "accept", "accept", "accept", "reject", "outcome", "finish", "return", "revoke", "approve", "approve", "follow-up", "withdraw", "reassign", "transfer", "transfer", "transfer"];

    /// <summary>The plan of a seed.</summary>
    public static Plan Of(ulong seed, int people, int referrals) => Gen.Sample(Whole(people, referrals), 1, new Rnd(seed), 20).Single();

    private static Gen<Plan> Whole(int people, int referrals) =>
        from agencies in Gen.CollectToList(["lead", "un", "ngo", "ngo", "ngo", "authority", "embassy"], Agency)
        from agreements in Agreement.ListOf(7)
        from persons in Person.ListOf(people)
        from consents in Consent.ListOf(referrals * 2)
        from sent in Referral.ListOf(referrals)
        from ends in End.ListOf(3)
        from erased in Pick.ListOf(3)
        from evacuated in Pick
        from days in Gen.Choose(4, 9)
        select new Plan(agencies, [.. agreements], [.. persons], [.. consents], [.. sent], [.. ends, new PlannedEnd("team", evacuated)], [.. erased], days);

    private static Gen<PlannedAgency> Agency(string kind)
    {
        var roles = kind switch { "authority" => ["authority-officer", "access-admin"], "embassy" => ["consular-officer", "access-admin"], _ => CaseHoldingRoles };
        return from teams in Gen.Choose(1, 3)
               from areas in Gen.Elements(Places.Areas).ListOf(teams)
               from offers in Gen.Frequency((4, Gen.Constant<IReadOnlyList<string>>(["*"])), (1, Several(Places.Areas))).ListOf(World.Services.Length)
               from members in Member(roles, teams).ListOf(roles == CaseHoldingRoles ? 5 : 2)
               select new PlannedAgency(kind, [.. areas], [.. offers], [.. members]);
    }

    private static Gen<PlannedMember> Member(string[] roles, int teams) =>
        from first in Gen.Elements(roles)
        from more in Gen.SubListOf(roles)
        from one in Gen.Choose(0, 2)
        from picked in Gen.SubListOf(Enumerable.Range(0, teams))
        from areas in Gen.Frequency((1, Gen.Constant<IReadOnlyList<string>>(["*"])), (2, Several(Places.Areas[1..])))
        select new PlannedMember([.. more.Take(one).Append(first).Distinct()], [.. picked], areas);

    private static Gen<PlannedAgreement> Agreement =>
        from count in Gen.Choose(3, 12)
        from parties in Pick.ListOf(count)
        from purposes in Gen.Frequency((3, Gen.Constant<IReadOnlyList<string>>(Purposes)), (1, Several(Purposes)))
        from packages in Gen.Frequency((2, Gen.Constant<IReadOnlyList<string>>(Packages)), (1, Several(Packages)))
        from area in Gen.Elements(AgreementAreas)
        from until in Gen.Frequency((6, Gen.Constant(300)), (2, Gen.Choose(0, 5)), (1, Gen.Constant(-1)))
        from active in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new PlannedAgreement([.. parties], purposes, packages, area, until, active);

    private static Gen<PlannedPerson> Person =>
        from registrar in Pick
        from area in Gen.Elements(Places.Districts)
        from how in Gen.Choose(0, 2)
        from assignments in Pick.Two().ListOf(how)
        from times in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
        from emergencies in Pick.ListOf(times)
        select new PlannedPerson(registrar, area, [.. assignments.Select(pair => (pair.Item1, pair.Item2))], [.. emergencies]);

    private static Gen<PlannedConsent> Consent =>
        from person in Pick
        from recipient in Pick
        from purpose in Gen.Frequency((5, Gen.Constant(Purposes[0])), (1, Gen.Constant(Purposes[1])))
        from packages in Several(Packages)
        from days in Gen.Frequency((3, Gen.Constant(60)), (2, Gen.Choose(0, 6)))
        from withdrawn in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new PlannedConsent(person, recipient, purpose, packages, days, withdrawn);

    private static Gen<PlannedReferral> Referral =>
        from consent in Gen.Frequency((4, Pick.Select(pick => (int?)pick)), (1, Gen.Constant((int?)null)))
        from person in Pick
        from sender in Pick
        from recipient in Pick
        from service in Gen.Elements(World.Services)
        from area in Gen.Elements(Places.Districts)
        from packages in Several(Packages)
        from consented in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from vital in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from count in Gen.Choose(0, 4)
        from moves in Gen.Elements(Moves).ListOf(count)
        from mover in Pick
        select new PlannedReferral(consent, person, sender, recipient, service, area, packages, consented, vital, [.. moves], mover);

    private static Gen<PlannedEnd> End =>
        from what in Gen.Elements("member", "agency", "agreement")
        from pick in Pick
        select new PlannedEnd(what, pick);

    private static Gen<int> Pick => Gen.Choose(0, 9_999);

    private static Gen<IReadOnlyList<string>> Several(string[] of) =>
        from first in Gen.Elements(of)
        from others in Gen.SubListOf(of)
        select (IReadOnlyList<string>)[.. others.Append(first).Distinct()];
}
