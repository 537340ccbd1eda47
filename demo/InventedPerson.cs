namespace Platform.Demo;

/// <summary>People who do not exist, with names as they are met in Libya, in Arabic and in Latin script. Each is marked as invented.</summary>
public sealed class InventedPerson
{
    private static readonly Origin[] Origins =
    [
        new("SDN", ["apd", "ara"], ["فاطمة", "آمنة", "مريم", "ياسمين", "هاجر"], ["محمد", "آدم", "إبراهيم", "عثمان", "يوسف"], ["عبد الكريم", "بابكر", "الطيب", "حامد", "إدريس"]),
        new("SYR", ["ara"], ["رنا", "سلمى", "نور", "هبة"], ["خالد", "عمر", "سامر", "ياسر"], ["الحلبي", "درويش", "المصري", "حداد"]),
        new("TCD", ["ara", "fra"], ["خديجة", "زينب", "حواء"], ["إدريس", "حسن", "موسى"], ["محمد صالح", "أبكر", "عيسى"]),
        new("ERI", ["tir", "ara"], ["Selam", "Rahwa", "Feven", "Mehret"], ["Amanuel", "Yonas", "Filmon", "Tesfay"], ["Tesfamariam", "Ghebremedhin", "Habte", "Kidane"]),
        new("ETH", ["amh"], ["Hanna", "Tigist", "Meron"], ["Dawit", "Abel", "Bereket"], ["Alemu", "Bekele", "Tadesse"]),
        new("SOM", ["som", "ara"], ["Hodan", "Ifrah", "Sahra"], ["Abdi", "Liban", "Guled"], ["Warsame", "Farah", "Jama"]),
        new("NGA", ["eng", "hau", "yor"], ["Blessing", "Aisha", "Joy", "Zainab"], ["Emeka", "Musa", "Tunde", "Ibrahim"], ["Okafor", "Adeyemi", "Bello", "Eze"]),
        new("NER", ["hau", "fra"], ["Hadiza", "Rabi", "Salamatou"], ["Issoufou", "Moussa", "Oumarou"], ["Abdou", "Mahamane", "Garba"]),
        new("MLI", ["bam", "fra"], ["Aminata", "Fatoumata", "Oumou"], ["Seydou", "Bakary", "Modibo"], ["Traoré", "Coulibaly", "Keïta"]),
        new("GIN", ["ful", "fra"], ["Mariama", "Kadiatou", "Hawa"], ["Mamadou", "Alpha", "Thierno"], ["Diallo", "Barry", "Bah"]),
        new("BGD", ["ben"], ["Nasrin", "Salma"], ["Rakib", "Shahin", "Tanvir"], ["Hossain", "Rahman", "Miah"]),
    ];

    /// <summary>adm3 P-codes of OCHA's common operational dataset: Sabha, Tripoli, Suq Aljumaa, Hai Alandalus, Janzour, Misrata, Zwara, Benghazi, Al-Kufra, Murzuq, Azzawya, Ejdabia.</summary>
    private static readonly string[] Areas =
        ["LY031901", "LY021104", "LY021101", "LY021106", "LY021206", "LY021401", "LY021503", "LY010304", "LY010701", "LY032204", "LY021301", "LY010504"];

    private static readonly string[] Settings = ["urban", "urban", "urban", "shelter", "host-family", "disembarkation", "resource-centre", "phone"];

    private InventedPerson(object details, string area) => (Details, Area) = (details, area);

    /// <summary>The body of POST /api/people.</summary>
    public object Details { get; }

    /// <summary>Where the person stays.</summary>
    public string Area { get; }

    /// <summary>A person by the dice.</summary>
    public static InventedPerson By(Random dice)
    {
        var origin = dice.GetItems(Origins, 1)[0];
        var female = dice.Next(100) < 45;
        var born = 2026 - (dice.Next(100) < 25 ? dice.Next(1, 18) : dice.Next(18, 62));
        var exact = dice.Next(3) == 0;
        var area = dice.GetItems(Areas, 1)[0];
        return new(
            new
            {
                givenName = dice.GetItems(female ? origin.Women : origin.Men, 1)[0],
                familyName = dice.GetItems(origin.Families, 1)[0],
                sex = female ? "female" : "male",
                birthDate = exact ? new DateOnly(born, dice.Next(1, 13), dice.Next(1, 29)) : (DateOnly?)null,
                birthYear = exact ? (int?)null : born,
                agePrecision = exact ? "day" : "estimate",
                nationality = origin.Nationality,
                languages = origin.Languages,
                phone = dice.Next(4) == 0 ? null : $"+218 91 000 {dice.Next(10_000):0000}",
                safeToCall = dice.Next(4) > 0,
                areaCode = area,
                setting = dice.GetItems(Settings, 1)[0],
                note = "Invented person (demo).",
            },
            area);
    }

    private sealed record Origin(string Nationality, string[] Languages, string[] Women, string[] Men, string[] Families);
}
