namespace Platform.Registrations.People;

/// <summary>The package <c>contact</c>, sealed with the record's key: how the person can be reached without risk. Nobody's word on something means that it is not safe.</summary>
public sealed record Contact(string? Phone, bool SafeToCall, string? PreferredChannel = null, string? SafeTimes = null, bool MayLeaveMessage = false)
{
    /// <summary>The name a seal is made under.</summary>
    public const string Package = "contact";

    /// <summary>
    /// Whether who goes by this must stop, now that it is <paramref name="later" />: a call or a message became unsafe, the number is no longer theirs, or another
    /// time or way is safe now.
    /// </summary>
    public bool IsMadeUnsafeBy(Contact later) =>
        (SafeToCall && !later.SafeToCall) || (MayLeaveMessage && !later.MayLeaveMessage) || (Phone is { Length: > 0 } && Phone != later.Phone)
        || (later.SafeTimes is { Length: > 0 } && SafeTimes != later.SafeTimes) || (later.PreferredChannel is not null && PreferredChannel != later.PreferredChannel);

    /// <summary>
    /// Why nobody may reach them this way, or null where they may. In person puts nobody's number at risk; a call must be safe; what others could read or hear needs their word that it may
    /// be left; through somebody else, only where they asked for that.
    /// </summary>
    public string? Forbids(string channel, bool leavesMessage) => channel switch
    {
        "in-person" => null,
        "through-other" => PreferredChannel == "through-other" ? null : "not-asked-for",
        _ when string.IsNullOrEmpty(Phone) => "no-number",
        "call" when !SafeToCall => "call-unsafe",
        "call" when !leavesMessage => null,
        _ => MayLeaveMessage ? null : "message-unsafe",
    };
}
