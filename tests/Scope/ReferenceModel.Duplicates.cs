namespace Platform.Scope.Tests;

/// <content>Records of several agencies that may be of one person.</content>
public sealed partial class ReferenceModel
{
    public static bool DecidesDuplicates(Member member) => member.Agency.Kind == "lead" && member.Is("deduplication-desk");

    /// <summary>The desk of the lead, until the consents end or one of the two is erased.</summary>
    public bool Sees(Member member, Pair pair) => DecidesDuplicates(member) && AreAt(member.Agency, pair);

    private bool AreAt(Agency agency, Pair pair) => agency.Id == pair.Lead.Id && !pair.One.Erased && !pair.Other.Erased && (pair.Last is null || world.Today <= pair.Last);
}
