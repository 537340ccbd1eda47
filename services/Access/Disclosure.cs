namespace Platform.Access;

/// <summary>What was handed over, to whom, and why that was allowed.</summary>
/// <param name="Person">Whose data.</param>
/// <param name="Recipient">Agency that received it.</param>
/// <param name="Packages">Classes of data.</param>
/// <param name="Purpose">Code of <c>contracts/Codes/purpose.csv</c>.</param>
/// <param name="Basis">consent, vital-interest or best-interests.</param>
/// <param name="Consents">The consents it stood on.</param>
/// <param name="Referral">The referral it went with, if any.</param>
/// <param name="Stage">Prepared for the recipient, or in the recipient's hands.</param>
public sealed record Disclosure(Guid Person, Guid Recipient, IReadOnlyCollection<string> Packages, string Purpose, string Basis, IReadOnlyCollection<Guid> Consents, Guid? Referral, Stage Stage);

/// <summary>How far a disclosure went.</summary>
public enum Stage
{
    /// <summary>Taken from its owner for a referral that the recipient has not accepted.</summary>
    Prepared,

    /// <summary>Readable by the recipient.</summary>
    Disclosed,
}
