using System.Globalization;
using Platform.Contracts.Codes;
using Platform.Hosting;
using static Platform.Registrations.PrintedPage;

namespace Platform.Registrations.Families;

/// <summary>What of a family stands on the page that a person is given.</summary>
internal static class FamilyPage
{
    /// <summary>A relative: who, as far as is known, and how far that is verified.</summary>
    public static string Line(FamilyLinkView link)
    {
        string?[] parts =
        [
            Label(CodeList.FamilyRelationships, link.Relationship),
            link.Name is { Length: > 0 } name ? Foreign(name) : null,
            link.ApproximateAge is { } age ? Texts.In($"about {Years(age)}", $"نحو {Years(age)} سنة", $"environ {Years(age)} ans") : null,
            link.Whereabouts is { Length: > 0 } where ? Foreign(where) : null,
            link.Verification is { } state ? Label(CodeList.KinshipStates, state) : null,
            link.Caregiver is true ? Texts.In("cares for you", "يرعاك", "s’occupe de vous") : null,
            link.EndedOn is { } end ? Texts.In($"until {Date(end)}", $"حتى {Date(end)}", $"jusqu’au {Date(end)}") : null,
            link.Note is { Length: > 0 } note ? Foreign(note) : null,
        ];
        return string.Join(Texts.In(", ", "، ", ", "), parts.Where(part => part is not null));
    }

    /// <summary>The newest first.</summary>
    public static IReadOnlyList<SeparationView.Saying> SayingsOf(SeparationView? separation) => separation is null ? [] : [separation.Said, .. separation.History];

    /// <summary>What the person is or was in a household.</summary>
    public static string Line(ListHouseholds.Item of) =>
        $"{Label(CodeList.HouseholdRoles, of.Member.Role)}{Texts.In(", ", "، ", ", ")}{Texts.In($"since {Date(of.Member.Since)}", $"منذ {Date(of.Member.Since)}", $"depuis le {Date(of.Member.Since)}")}"
        + (of.Member.LeftOn is { } left ? Texts.In($", until {Date(left)}", $"، حتى {Date(left)}", $", jusqu’au {Date(left)}") : "");

    /// <summary>A search, and how far it is.</summary>
    public static string Line(TracingView tracing)
    {
        string?[] parts =
        [
            Date(tracing.RecordedAt),
            tracing.Sought is { Length: > 0 } sought ? Foreign(sought) : null,
            Label(CodeList.TracingStatuses, tracing.State),
            Foreign(tracing.Wish),
            .. tracing.Steps.Where(step => step is { What: "action", Code: not null }).Select(step => $"{(step.On is { } day ? $"{Date(day)}: " : "")}{Label(CodeList.TracingActions, step.Code!)}"),
            tracing.Note is { Length: > 0 } note ? Foreign(note) : null,
        ];
        return string.Join(Texts.In(", ", "، ", ", "), parts.Where(part => part is not null));
    }

    /// <summary>With whom a child was said to be.</summary>
    public static string Line(SeparationView.Saying said)
    {
        string?[] parts =
        [
            Date(said.RecordedAt),
            said.Status == SeparationView.Ended ? Texts.In("no longer", "لم يعد قائماً", "plus maintenant") : Label(CodeList.SeparationStatuses, said.Status),
            said.SeparatedOn is { } day ? Texts.In($"separated on {Date(day)}", $"منذ {Date(day)}", $"séparé le {Date(day)}") : null,
            said.Place is { Length: > 0 } place ? Foreign(place) : null,
            said.Cause is { } cause ? Label(CodeList.SeparationCauses, cause) : null,
            said.CareArrangement is { } care ? Label(CodeList.CareArrangements, care) : null,
            said.AgeDisputed is true ? Texts.In("your age is disputed: you are treated as a child", "عمرك متنازع عليه: تُعامل كطفل", "votre âge est contesté : vous êtes traité comme un enfant") : null,
            said.AgeDisputeReason is { Length: > 0 } why ? Foreign(why) : null,
            said.Note is { Length: > 0 } note ? Foreign(note) : null,
            said.EndReason is { Length: > 0 } reason ? Foreign(reason) : null,
        ];
        return string.Join(Texts.In(", ", "، ", ", "), parts.Where(part => part is not null));
    }

    private static string Years(int age) => age.ToString(CultureInfo.InvariantCulture);
}
