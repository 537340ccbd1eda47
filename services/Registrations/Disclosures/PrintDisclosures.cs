using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using static Platform.Registrations.PrintedPage;

namespace Platform.Registrations.Disclosures;

/// <summary>The ledger as a page that the person can be given, in Arabic, English or French: who has their data, since when and why, and how to take it back. No name stands on it.</summary>
public static class PrintDisclosures
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/disclosures/page", HandleAsync).RequireAuthorization(Policies.ReadLedger).Audited(DataClass.Ledger)
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static async Task<IResult> HandleAsync(Guid personId, PageRequest page, ScopedDatabase database, Standings standings, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (disclosures, refusal) = await DisclosureView.ReadAsync(work, personId, page, standings.Current);
        if (disclosures is null)
        {
            return refusal!;
        }

        if (disclosures.Next is { } next)
        {
            response.Headers.Link = $"<?limit={page.Limit}&cursor={next}>; rel=\"next\"";
        }

        var agency = standings.Current.Agency(work.Caller.Agency)?.Name ?? work.Caller.AgencyCode;
        return PrintedPage.Answer(response, Page(disclosures, agency, work.Now));
    }

    private static string Page(Page<DisclosureView> disclosures, string agency, DateTimeOffset now)
    {
        var title = Texts.In("Who has your information", "من لديه معلوماتك", "Qui a vos informations");
        var page = PrintedPage.Begin(title, now);
        foreach (var disclosure in disclosures.Items)
        {
            page.Append("<section><h2>").Append(Foreign(disclosure.Recipient)).Append("</h2>\n");
            page.Line($"{Texts.In("What", "ماذا", "Quoi")}: {string.Join(Texts.In(", ", "، ", ", "), disclosure.Packages.Select(package => Label(CodeList.Packages, package)))}");
            page.Line($"{Texts.In("Why", "لماذا", "Pourquoi")}: {Label(CodeList.Purposes, disclosure.Purpose)}; {Basis(disclosure.Basis)}");
            page.Line(State(disclosure)).Append("</section>\n");
        }

        if (disclosures.Items.Count == 0)
        {
            page.Line(Texts.In("No other agency has been given your information here.", "لم تُعطَ معلوماتك من هنا لأي وكالة أخرى.", "Aucune autre agence n’a reçu vos informations d’ici."));
        }

        if (disclosures.Next is not null)
        {
            page.Line(Texts.In("There is more, from before: it is on another sheet.", "هناك ما هو أقدم من ذلك: تجده في ورقة أخرى.", "Il y a des lignes plus anciennes : elles sont sur une autre feuille."));
        }

        return page.Append("<section>").Line(Texts.In(
            $"You can change your mind at any time, and it costs you nothing: tell {Foreign(agency)}. Then what you agreed to cannot be read here any more.",
            $"يمكنك تغيير رأيك في أي وقت ودون أي ضرر، بإبلاغ {Foreign(agency)}. وعندئذٍ لا تعود قراءة ما وافقت عليه ممكنة هنا.",
            $"Vous pouvez changer d’avis à tout moment, sans conséquence : dites-le à {Foreign(agency)}. Ce que vous avez accepté ne pourra alors plus être lu ici."))
            .Append("</section>\n").End();
    }

    // what is not known is not said: that nobody read it stands there only where it is proved
    private static string State(DisclosureView disclosure) => disclosure switch
    {
        { State: "handed-over" } => Texts.In(
            $"This agency was given it in a file on {Date(disclosure.PreparedAt)}, which may not be passed on. What is in the file cannot be taken back.",
            $"أُعطيت هذه الوكالة معلوماتك في ملف في {Date(disclosure.PreparedAt)}، ولا يجوز تمريره إلى غيرها. ولا يمكن استرجاع ما في الملف.",
            $"Cette agence les a reçues dans un fichier le {Date(disclosure.PreparedAt)}, qui ne doit pas être transmis. Ce qui est dans le fichier ne peut pas être repris."),
        { State: "sent" } => Texts.In(
            "This agency was asked for help without being told who you are. As far as is known here, it has not read your information.",
            "طُلبت المساعدة من هذه الوكالة دون إخبارها من أنت. وبحسب المعروف هنا لم تقرأ معلوماتك.",
            "De l’aide a été demandée à cette agence sans lui dire qui vous êtes. À notre connaissance, elle n’a pas lu vos informations."),
        { State: "never-read" } => Texts.In(
            "This agency was asked for help without being told who you are, and never read your information.",
            "طُلبت المساعدة من هذه الوكالة دون إخبارها من أنت، ولم تقرأ معلوماتك قط.",
            "De l’aide a été demandée à cette agence sans lui dire qui vous êtes ; elle n’a jamais lu vos informations."),
        { State: "readable", ReadableSince: { } since } => Texts.In(
            $"This agency has been able to read it since {Date(since)}.", $"يمكن لهذه الوكالة قراءتها منذ {Date(since)}.", $"Cette agence peut les lire depuis le {Date(since)}."),
        { State: "accepted", AcceptedAt: { } accepted } => Texts.In(
            $"This agency agreed to help on {Date(accepted)}. It can read your information once a second person here has approved that.",
            $"وافقت هذه الوكالة على المساعدة في {Date(accepted)}. ويمكنها قراءة معلوماتك بعد أن يوافق على ذلك شخص ثانٍ هنا.",
            $"Cette agence a accepté d’aider le {Date(accepted)}. Elle peut lire vos informations dès qu’une deuxième personne ici l’a approuvé."),
        { EndedAt: { } ended, ReadableSince: { } since } => Texts.In(
            $"This agency could read it from {Date(since)} to {Date(ended)}. Not any more.",
            $"كان يمكن لهذه الوكالة قراءتها من {Date(since)} إلى {Date(ended)}، ولم يعد يمكنها ذلك.",
            $"Cette agence a pu les lire du {Date(since)} au {Date(ended)}. Plus maintenant."),
        { EndedAt: { } ended } => Texts.In(
            $"This agency may have read it, until {Date(ended)} at the latest. Not any more.",
            $"ربما قرأتها هذه الوكالة، حتى {Date(ended)} على الأكثر، ولم يعد يمكنها ذلك.",
            $"Cette agence a pu les lire, jusqu’au {Date(ended)} au plus tard. Plus maintenant."),
        _ => Texts.In(
            $"Your information was prepared for this agency on {Date(disclosure.PreparedAt)}. Whether it was handed over and read is not known here.",
            $"أُعدّت معلوماتك لهذه الوكالة في {Date(disclosure.PreparedAt)}. وليس معروفاً هنا هل سُلّمت إليها وهل قُرئت.",
            $"Vos informations ont été préparées pour cette agence le {Date(disclosure.PreparedAt)}. On ne sait pas ici si elles ont été remises et lues."),
    };

    private static string Basis(string basis) => basis switch
    {
        "consent" => Texts.In("you agreed", "بموافقتك", "vous avez donné votre accord"),
        "vital-interest" => Texts.In("to protect your life or health", "لحماية حياتك أو صحتك", "pour protéger votre vie ou votre santé"),
        _ => Texts.In("in your best interests", "لمصلحتك الفضلى", "dans votre intérêt supérieur"),
    };
}
