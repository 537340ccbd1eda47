using Platform.Hosting;

namespace Platform.Assessments.Instruments;

/// <summary>The same text in the three languages of the platform.</summary>
public sealed record Wording(string En, string Ar, string Fr)
{
    /// <summary>The text for who reads <paramref name="language" /> (ar, en, fr); English is the last resort.</summary>
    public string In(string language) => language switch { "ar" => Ar, "fr" => Fr, _ => En };

    /// <summary>The text for who is asking.</summary>
    public string Now() => Texts.In(En, Ar, Fr);
}
