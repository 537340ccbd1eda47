namespace Platform.Referrals.Referrals;

/// <summary>
/// What the sender handed over, as it was when it was sent: a snapshot, so that a later change of the file does not reach
/// who was not meant to see it. Sealed with the referral's own key, which is destroyed some days after the end.
/// </summary>
/// <param name="Reason">The sender's words.</param>
/// <param name="Identity">The package <c>identity</c>, where it was sent.</param>
/// <param name="Contact">The package <c>contact</c>, where it was sent.</param>
/// <param name="CorrectedSince">Never sealed: since when something of it is known to be wrong, as the person had it put right after it was sent.</param>
public sealed record Packet(string? Reason, PersonIdentity? Identity, PersonContact? Contact, DateTimeOffset? CorrectedSince = null)
{
    /// <summary>The name a seal is made under.</summary>
    public const string Name = "packet";

    /// <summary>As it may be read once its contact was made unsafe, or the file put right: the seal stays what was sent, the marks are laid over it.</summary>
    public Packet Marked(DateTimeOffset? contactUnsafeSince, DateTimeOffset? correctedSince)
    {
        var marked = correctedSince is null ? this : this with { CorrectedSince = correctedSince };
        return contactUnsafeSince is null || Contact is null ? marked : marked with { Contact = Contact with { SafeToCall = false, MayLeaveMessage = false, UnsafeSince = contactUnsafeSince } };
    }
}

/// <summary>Who the person is, as Registrations hands it over.</summary>
public sealed record PersonIdentity(
    string GivenName, string? FamilyName, string? OtherNames, string Sex, DateOnly? BirthDate, int? BirthYear, string AgePrecision,
    string? Nationality, IReadOnlyList<string> Languages, string? Note, IReadOnlyList<Transliteration>? Transliterations = null, IReadOnlyList<NationalityClaim>? Nationalities = null, bool? AgeDisputed = null);

/// <summary>The person's name in another script.</summary>
/// <param name="Script">Code of script.csv.</param>
/// <param name="Name">The whole of it.</param>
public sealed record Transliteration(string Script, string Name);

/// <summary>A nationality that the person claims.</summary>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="State">Code of nationality-state.csv.</param>
public sealed record NationalityClaim(string Country, string State);

/// <summary>How the person can be reached, as Registrations hands it over.</summary>
/// <param name="Phone">As it was when it was sent.</param>
/// <param name="SafeToCall">Whether a call puts the person at no risk.</param>
/// <param name="PreferredChannel">Code of contact-channel.csv.</param>
/// <param name="SafeTimes">When they can be reached without risk, in words.</param>
/// <param name="MayLeaveMessage">Whether a message may be left that others could hear or read.</param>
/// <param name="UnsafeSince">Never sealed: since when this contact must not be used, should that have become known after it was sent.</param>
public sealed record PersonContact(
    string? Phone, bool SafeToCall, string? PreferredChannel = null, string? SafeTimes = null, bool MayLeaveMessage = false, DateTimeOffset? UnsafeSince = null);
