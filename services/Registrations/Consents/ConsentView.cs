using Platform.Access;

namespace Platform.Registrations.Consents;

/// <summary>What a person agreed to.</summary>
public sealed record ConsentView(
    Guid ConsentId, Guid PersonId, string Purpose, Guid RecipientAgencyId, string[] Packages, string GivenBy, string Method, string? WitnessedBy,
    string Language, DateOnly ExpiresOn, DateTimeOffset GivenAt, DateTimeOffset? WithdrawnAt)
{
    /// <summary>The name a witness is sealed under.</summary>
    internal const string Witness = "witness";

    internal const string Select = """
        select consent_id, person_id, purpose, recipient_agency_id, packages, given_by, method, witness, language, expires_on, given_at, withdrawn_at
          from consents
        """;

    internal const string SelectOne = $"{Select} where consent_id = @consentId";

    internal static ConsentView Open(Row row, RecordKey? key) => new(
        row.ConsentId, row.PersonId, row.Purpose, row.RecipientAgencyId, row.Packages, row.GivenBy, row.Method,
        row.Witness is { } witness ? key?.Open<string>(Witness, witness) : null, row.Language, row.ExpiresOn, row.GivenAt, row.WithdrawnAt);

    internal static async Task<object?> RebuildAsync(Work work, Guid consentId) =>
        await work.CommitAsync<Row>(SelectOne, new { consentId }) is { } row
            ? Open(row, await work.Service<KeyStore>().GetAsync(row.PersonId, CancellationToken.None)) : null;

    internal sealed record Row(
        Guid ConsentId, Guid PersonId, string Purpose, Guid RecipientAgencyId, string[] Packages, string GivenBy, string Method, byte[]? Witness,
        string Language, DateOnly ExpiresOn, DateTimeOffset GivenAt, DateTimeOffset? WithdrawnAt);
}
