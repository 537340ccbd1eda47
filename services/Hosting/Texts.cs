using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Platform.Hosting;

/// <summary>Short texts in the platform's three languages. English is the last resort.</summary>
public static class Texts
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("ar"), English, CultureInfo.GetCultureInfo("fr")];

    /// <summary>The best of ar, en and fr for an <c>Accept-Language</c> header.</summary>
    public static CultureInfo LanguageOf(StringValues acceptLanguage)
    {
        foreach (var wanted in acceptLanguage.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var language in Languages)
            {
                if (wanted.StartsWith(language.Name, StringComparison.OrdinalIgnoreCase))
                {
                    return language;
                }
            }
        }

        return English;
    }

    /// <summary>The text for the asker's language.</summary>
    public static string In(string en, string ar, string fr) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName switch { "ar" => ar, "fr" => fr, _ => en };
}
