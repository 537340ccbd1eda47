namespace Platform.Identity.Tokens;

/// <summary>Who may call what of this process.</summary>
public static class Policies
{
    /// <summary>The platform's own services.</summary>
    public const string Service = "service";

    public const string AnyCaller = "any-caller";

    public const string OfAnAgency = "of-an-agency";

    /// <summary>An access administrator of the lead agency.</summary>
    public const string SuspendAccess = "suspend-access";
}
