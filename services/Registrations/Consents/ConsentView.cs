using Platform.Access;

namespace Platform.Registrations.Consents;

/// <summary>What a person agreed to.</summary>
public sealed record ConsentView(
    Guid ConsentId, Guid PersonId, string Purpose, Guid RecipientAgencyId, string[] Packages, string GivenBy, string Method, string? WitnessedBy,
    string Language, DateOnly ExpiresOn, DateTimeOffset GivenAt, DateTimeOffset? WithdrawnAt)
{
    internal const string Select = """
        select consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, witnessed_by, language, expires_on, given_at, withdrawn_at
          from consents
        """;

    internal static async Task<object?> RebuildAsync(Work work, Guid consentId) =>
        await work.CommitAsync<ConsentView>($"{Select} where consent_id = @consentId", new { consentId });
}
