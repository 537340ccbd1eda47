using System.Globalization;
using System.Text;
using Platform.Access;
using Platform.Contracts.Codes;
using Platform.Hosting;
using Platform.Registrations.Families;
using Platform.Registrations.People;
using static Platform.Registrations.PrintedPage;

namespace Platform.Registrations.SubjectRequests;

/// <summary>The copy as a page that the person is given, in Arabic, English or French: what is held, who else holds something, and what they may ask. No name of staff stands on it.</summary>
public static class PrintCopy
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/people/{personId:guid}/copy/page", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity)
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static async Task<IResult> HandleAsync(Guid personId, ScopedDatabase database, KeyStore keys, Standings standings, HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        var (copy, refusal) = await CopyView.MakeAsync(personId, work, keys, standings.Current, ct);
        return copy is null ? refusal! : Answer(response, Page(copy, standings.Current));
    }

    private static string Page(CopyView copy, Standing standing)
    {
        var page = Begin(Texts.In("What is held about you", "ما يُحتفظ به عنك", "Ce qui est conservé sur vous"), copy.MadeAt);
        page.Line($"{Foreign(copy.Keeper)}, {Foreign(copy.File.CaseCode)}");
        AppendCopy(page, copy, standing);
        foreach (var merged in copy.Merged)
        {
            page.Append("<section>").Line(Texts.In(
                $"There was a second file about you, {Foreign(merged.File.CaseCode)}. It was found to be of the same person:",
                $"كان هناك ملف ثانٍ عنك، {Foreign(merged.File.CaseCode)}، وتبيّن أنه للشخص نفسه:",
                $"Un second dossier existait sur vous, {Foreign(merged.File.CaseCode)}. Il a été reconnu comme étant de la même personne :")).Append("</section>\n");
            AppendCopy(page, merged, standing);
        }

        return page.Append("<section>").Line(Texts.In(
            $"You can ask that something wrong is put right, or object that it is used. It costs you nothing: tell {Foreign(copy.Keeper)}.",
            $"يمكنك أن تطلب تصحيح ما هو خطأ، أو أن تعترض على استخدامه، دون أي ضرر: أبلغ {Foreign(copy.Keeper)}.",
            $"Vous pouvez demander la correction d’une erreur, ou vous opposer à l’utilisation de ces informations, sans conséquence : dites-le à {Foreign(copy.Keeper)}."))
            .Append("</section>\n").End();
    }

    private static void AppendCopy(StringBuilder page, FileCopy copy, Standing standing)
    {
        if (!copy.IsComplete)
        {
            page.Line(Texts.In("There is more, from before: ask for it.", "هناك ما هو أقدم من ذلك: اطلبه.", "Il y a des éléments plus anciens : demandez-les."));
        }

        AppendFile(page, copy.File);
        Section(page, Texts.In("What you are said to be", "ما قيل عن وضعك", "Ce qui est dit de votre statut"), copy.Statuses, status =>
            $"{Label(CodeList.MigrationStatuses, status.Status)}, {Date(status.Since)}{(status.EndedOn is { } end ? $"–{Date(end)}" : "")} ({Label(CodeList.StatusSources, status.Source)})");
        Section(page, Texts.In("What programmes asked you", "ما سألتك عنه البرامج", "Ce que des programmes vous ont demandé"), copy.Programmes, asked => $"{Foreign(asked.Title)}: {Several(asked.InWords.Select(Foreign))}");
        Section(page, Texts.In("When we met or spoke", "متى التقينا أو تحدثنا", "Quand nous nous sommes rencontrés ou parlé"), copy.Encounters, met =>
            $"{Date(met.Details.At!.Value)}, {Label(CodeList.EncounterWays, met.Details.Way!)}{(met.Details.AreaCode is { } area ? $", {Label(CodeList.Adm3, area)}" : "")}{(met.Details.Note is { Length: > 0 } note ? $". {Foreign(note)}" : "")}");
        Section(page, Texts.In("Your family", "أسرتك", "Votre famille"), copy.Family, FamilyPage.Line);
        Section(page, Texts.In("With whom you are", "مع من أنت", "Avec qui vous êtes"), FamilyPage.SayingsOf(copy.Separation), FamilyPage.Line);
        Section(page, Texts.In("Your household", "أسرتك المعيشية", "Votre ménage"), copy.Households, FamilyPage.Line);
        Section(page, Texts.In("Looking for your family", "البحث عن أسرتك", "La recherche de votre famille"), copy.Tracing, FamilyPage.Line);
        Section(page, Texts.In("Pictures and documents", "الصور والوثائق", "Images et documents"), copy.Attachments, attachment => $"{Label(CodeList.AttachmentKinds, attachment.Kind)}, {Date(attachment.RecordedAt)}");
        Section(page, Texts.In("What you agreed to", "ما وافقت عليه", "Ce que vous avez accepté"), copy.Consents, consent =>
            $"{Foreign(standing.Agency(consent.RecipientAgencyId)?.Name ?? consent.RecipientAgencyId.ToString())}: {Packages(consent.Packages)}; {Label(CodeList.Purposes, consent.Purpose)}. {Ends(consent.ExpiresOn, consent.WithdrawnAt)}");
        Section(page, Texts.In("To whom something of it was given", "من أُعطي شيئاً منها", "À qui une partie en a été remise"), copy.Disclosures, disclosure =>
            $"{Foreign(disclosure.Recipient)}, {Date(disclosure.PreparedAt)}: {Packages(disclosure.Packages)}; {Label(CodeList.Purposes, disclosure.Purpose)}");
        Section(page, Texts.In("Who else may hold something about you", "من قد يحتفظ أيضاً بشيء عنك", "Qui d’autre peut détenir des informations sur vous"), copy.Others, other => $"{Foreign(other.Name)}: {other.HowToAsk}");
        Section(page, Texts.In("How your case went from team to team", "انتقال ملفك من فريق إلى آخر", "Le passage de votre dossier d’une équipe à l’autre"), copy.Transfers, transfer =>
            $"{Date(transfer.OfferedAt)}{(transfer.Note is { } note ? $": {Foreign(note)}" : "")}");
        Section(page, Texts.In("When your file was opened in an emergency", "متى فُتح ملفك في حالة طارئة", "Quand votre dossier a été ouvert en urgence"), copy.Opened, opened =>
            $"{Date(opened.OpenedAt)}{(opened.Reason is { } reason ? $": {Foreign(reason)}" : "")}");
        Section(page, Texts.In("What you asked before", "ما طلبته من قبل", "Ce que vous avez demandé auparavant"), copy.Requests, request =>
            $"{Date(request.ReceivedOn)}: {Kind(request.Kind)}{(request.What is { } what ? $". {Foreign(what)}" : "")}{(request.Answer is { } answer ? $" {Foreign(answer)}" : "")}");
    }

    private static void AppendFile(StringBuilder page, PersonView file)
    {
        page.Append("<section>");
        Fact(page, Texts.In("Name", "الاسم", "Nom"), Foreign(string.Join(' ', new[] { file.GivenName, file.OtherNames, file.FamilyName }.Where(name => name is { Length: > 0 }))));
        Fact(page, Texts.In("In other scripts", "بكتابات أخرى", "En d’autres écritures"), file.Transliterations.Count == 0 ? null : Several(file.Transliterations.Select(name => Foreign(name.Name!))));
        Fact(page, Texts.In("Sex", "الجنس", "Sexe"), Label(CodeList.Sexes, file.Sex));
        Fact(page, Texts.In("Born", "تاريخ الميلاد", "Naissance"), file.BirthDate is { } date ? Date(date) : file.BirthYear is { } year ? year.ToString(CultureInfo.InvariantCulture) : null);
        Fact(page, Texts.In("Nationality", "الجنسية", "Nationalité"), file.Nationalities.Count == 0 ? null
            : Several(file.Nationalities.Select(claim => $"{Label(CodeList.Countries, claim.Country!)} ({Label(CodeList.NationalityStates, claim.State!)})")));
        Fact(page, Texts.In("Languages", "اللغات", "Langues"), file.Languages.Count == 0 ? null : Several(file.Languages.Select(language => Label(CodeList.Languages, language))));
        Fact(page, Texts.In("Phone", "الهاتف", "Téléphone"), file.Phone is { Length: > 0 } phone ? Foreign(phone) : null);
        Fact(page, Texts.In("Safe to call", "الاتصال آمن", "Appel sans danger"), file.SafeToCall ? Texts.In("yes", "نعم", "oui") : Texts.In("no", "لا", "non"));
        Fact(page, Texts.In("How you want to be reached", "كيف تريد أن نتواصل معك", "Comment vous souhaitez être joint"), file.PreferredChannel is { } channel ? Label(CodeList.ContactChannels, channel) : null);
        Fact(page, Texts.In("When it is safe", "متى يكون ذلك آمناً", "Quand c’est sans danger"), file.SafeTimes is { Length: > 0 } times ? Foreign(times) : null);
        Fact(page, Texts.In("A message may be left", "يجوز ترك رسالة", "Un message peut être laissé"), file.MayLeaveMessage ? Texts.In("yes", "نعم", "oui") : Texts.In("no", "لا", "non"));
        Fact(page, Texts.In("Where you stay", "مكان إقامتك", "Où vous séjournez"), $"{Label(CodeList.Adm3, file.AreaCode)}, {Label(CodeList.Settings, file.Setting)}");
        Fact(page, Texts.In("Arrived", "تاريخ الوصول", "Arrivée"), file.ArrivalDate is { } arrival ? Date(arrival) : null);
        Fact(page, Texts.In("Noted", "ملاحظة", "Note"), file.Note is { Length: > 0 } note ? Foreign(note) : null);
        Fact(page, Texts.In("Registered", "تاريخ التسجيل", "Enregistrement"), Date(file.RegisteredAt));
        page.Append("</section>\n");
    }

    private static void Fact(StringBuilder page, string name, string? html)
    {
        if (html is not null)
        {
            page.Line($"{name}: {html}");
        }
    }

    private static void Section<T>(StringBuilder page, string title, IReadOnlyList<T> items, Func<T, string> line)
    {
        if (items.Count > 0)
        {
            page.Append("<section><h2>").Append(title).Append("</h2>\n");
            foreach (var item in items)
            {
                page.Line(line(item));
            }

            page.Append("</section>\n");
        }
    }

    private static string Ends(DateOnly expiresOn, DateTimeOffset? withdrawnAt) => withdrawnAt is { } taken
        ? Texts.In($"Taken back on {Date(taken)}.", $"سُحبت في {Date(taken)}.", $"Retiré le {Date(taken)}.")
        : Texts.In($"Until {Date(expiresOn)}.", $"حتى {Date(expiresOn)}.", $"Jusqu’au {Date(expiresOn)}.");

    private static string Kind(string kind) => kind switch
    {
        "access" => Texts.In("to know what is held", "معرفة ما يُحتفظ به", "savoir ce qui est conservé"),
        "correction" => Texts.In("to have it put right", "تصحيحه", "le faire corriger"),
        _ => Texts.In("that it is not used", "عدم استخدامه", "qu’il ne soit pas utilisé"),
    };

    private static string Packages(IEnumerable<string> packages) => Several(packages.Select(package => Label(CodeList.Packages, package)));

    private static string Several(IEnumerable<string> words) => string.Join(Texts.In(", ", "، ", ", "), words);
}
