using Platform.Registrations.Attachments;
using Platform.Registrations.Consents;
using Platform.Registrations.Disclosures;
using Platform.Registrations.EmergencyAccess;
using Platform.Registrations.Encounters;
using Platform.Registrations.Families;
using Platform.Registrations.People;
using Platform.Registrations.Programmes;
using Platform.Registrations.Statuses;
using Platform.Registrations.Transfers;

namespace Platform.Registrations.SubjectRequests;

/// <summary>What is held of a person in one file, as far as who keeps it may see; and who else holds something, and how to ask them.</summary>
/// <param name="IsComplete">False where of something only the newest 500 are told.</param>
/// <param name="File">Identity and contact.</param>
/// <param name="Statuses">What the person was said to be, what has ended included.</param>
/// <param name="Encounters">When the person was met or spoken to, and what was written before it was corrected.</param>
/// <param name="Programmes">What programmes of the agency asked, and what was answered.</param>
/// <param name="Family">Who was said to be what to the person; nothing of harm that was alleged, and of what stands in another one's file the relationship alone.</param>
/// <param name="Separation">Whether a child is alone or with whom, as it was said last and before.</param>
/// <param name="Households">The households they are and were of; not who else is.</param>
/// <param name="Tracing">How their family was looked for.</param>
/// <param name="Attachments">What is attached to the file.</param>
/// <param name="Consents">What was agreed to, taken back included.</param>
/// <param name="Disclosures">To whom something was handed over, by reference.</param>
/// <param name="Others">Agencies that may hold something of it.</param>
/// <param name="Transfers">How the case went from team to team.</param>
/// <param name="Opened">When somebody opened the file in an emergency.</param>
/// <param name="Requests">What the person asked before.</param>
public record FileCopy(
    bool IsComplete, PersonView File, IReadOnlyList<StatusView> Statuses, IReadOnlyList<EncounterView> Encounters, IReadOnlyList<ProgrammeAnswers> Programmes, IReadOnlyList<FamilyLinkView> Family, SeparationView? Separation, IReadOnlyList<ListHouseholds.Item> Households, IReadOnlyList<TracingView> Tracing, IReadOnlyList<AttachmentView> Attachments,
    IReadOnlyList<ConsentView> Consents, IReadOnlyList<DisclosureView> Disclosures, IReadOnlyList<FileCopy.Holder> Others,
    IReadOnlyList<TransferView> Transfers, IReadOnlyList<EmergencyAccessView> Opened, IReadOnlyList<SubjectRequestView> Requests)
{
    /// <summary>An agency that was handed something, as far as it is known whether it could read it.</summary>
    /// <param name="AgencyId">Its id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Since">The first time.</param>
    /// <param name="HowToAsk">A sentence for the person.</param>
    public sealed record Holder(Guid AgencyId, string Name, DateTimeOffset Since, string HowToAsk);
}
