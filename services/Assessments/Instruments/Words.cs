namespace Platform.Assessments.Instruments;

/// <summary>What every instrument says in the same words.</summary>
internal static class Words
{
    public static readonly Wording Yes = new("Yes", "نعم", "Oui");
    public static readonly Wording No = new("No", "لا", "Non");
    public static readonly Wording Unknown = new("Not known", "غير معروف", "Inconnu");
    public static readonly Wording Declined = new("Prefers not to say", "يفضّل عدم الإجابة", "Préfère ne pas répondre");
}
