using Platform.Contracts.Codes;
using Platform.Hosting;

namespace Platform.Registrations.Statistics;

/// <summary>What tables, activities, rows and columns are called in the language of who reads them.</summary>
internal static class Titles
{
    /// <summary>A table.</summary>
    public static string Of(string table) => table switch
    {
        "registered-by-sex" => Texts.In("People registered, by district and sex", "الأشخاص المسجلون حسب المنطقة والجنس", "Personnes enregistrées, par district et par sexe"),
        "registered-by-age" => Texts.In("People registered, by district and age", "الأشخاص المسجلون حسب المنطقة والعمر", "Personnes enregistrées, par district et par âge"),
        "registered-by-setting" => Texts.In("People registered, by district and setting", "الأشخاص المسجلون حسب المنطقة والمكان", "Personnes enregistrées, par district et par cadre"),
        "registered-by-status" => Texts.In("People registered, by district and status", "الأشخاص المسجلون حسب المنطقة والصفة", "Personnes enregistrées, par district et par statut"),
        VisitTable.Name => Texts.In("Visits to sites, by kind of site and access", "زيارات المواقع حسب نوع الموقع وإمكانية الدخول", "Visites de sites, par type de site et accès"),
        "people-at-visits" => Texts.In("People counted at visits, by district, sex and age", "الأشخاص الذين عُدّوا في الزيارات حسب المنطقة والجنس والعمر", "Personnes comptées lors de visites, par district, sexe et âge"),
        "people-disembarked" => Texts.In("People disembarked, by district, sex and age", "الأشخاص الذين أُنزلوا حسب المنطقة والجنس والعمر", "Personnes débarquées, par district, sexe et âge"),
        "people-in-outreach" => Texts.In("People reached by outreach, by district, sex and age", "الأشخاص الذين وصلتهم التوعية حسب المنطقة والجنس والعمر", "Personnes touchées par la sensibilisation, par district, sexe et âge"),
        _ => Texts.In("People whose sex or age is not known, by district", "الأشخاص الذين لا يُعرف جنسهم أو عمرهم حسب المنطقة", "Personnes dont le sexe ou l’âge n’est pas connu, par district"),
    };

    /// <summary>What is done.</summary>
    public static string OfActivity(string activity) => activity switch
    {
        "people-at-visits" => Texts.In("Visits to sites", "زيارات المواقع", "Visites de sites"),
        "people-disembarked" => Texts.In("Assistance at disembarkation", "المساعدة عند الإنزال", "Assistance au débarquement"),
        "people-in-outreach" => Texts.In("Awareness and outreach", "التوعية والوصول", "Sensibilisation et proximité"),
        _ => Texts.In("Registration", "التسجيل", "Enregistrement"),
    };

    /// <summary>A row or a column.</summary>
    public static string OfCode(string table, string code, string language) => code switch
    {
        StatisticsTable.Total => Texts.In("Libya", "ليبيا", "Libye"),
        "hidden" => Texts.In("Not shown: too few people", "غير معروض: عدد قليل جداً من الأشخاص", "Non affiché : trop peu de personnes"),
        "male-or-other" => Texts.In("Male, other or not known", "ذكر أو آخر أو غير معروف", "Masculin, autre ou inconnu"),
        "several" => Texts.In("Several", "عدة صفات", "Plusieurs"),
        "none" => Texts.In("None recorded", "لا صفة مسجلة", "Aucun enregistré"),
        "women" => Texts.In("Women", "نساء", "Femmes"),
        "girls" => Texts.In("Girls", "فتيات", "Filles"),
        "men" => Texts.In("Men", "رجال", "Hommes"),
        "boys" => Texts.In("Boys", "فتيان", "Garçons"),
        _ when MonthlyTables.Activities.Contains(code) => OfActivity(code),
        _ => new[] { CodeList.Adm2, ListOf(table) }.FirstOrDefault(list => list?.Contains(code) is true)?[code].Label(language) ?? code,
    };

    private static CodeList? ListOf(string table) => table switch
    {
        "registered-by-sex" => CodeList.Sexes,
        "registered-by-setting" => CodeList.Settings,
        "registered-by-status" => CodeList.MigrationStatuses,
        _ => null,
    };
}
