using System.Text.RegularExpressions;

namespace Platform.Scope.Tests;

/// <content>The pages that a person is given: whose they are, and that they say what the lists say.</content>
public sealed partial class Comparison
{
    // what the ledger's page says of each state, and no other line does
    private static readonly (string State, string Says)[] Sayings =
    [
        ("unknown", "is not known here"), ("handed-over", "was given it in a file"), ("sent", "As far as is known here"), ("never-read", "and never read your information"), ("readable", "has been able to read it"),
        ("accepted", "once a second person"), ("ended readableSince", "could read it from"), ("ended", "may have read it"),
    ];

    /// <summary>Of the people who are theirs, and of a part of the others.</summary>
    private async Task PagesAsync(Member member, Door registrations)
    {
        var at = world.Members.IndexOf(member);
        foreach (var person in world.People.Where((person, index) => index % Sample == at % Sample || ReferenceModel.SeesLedger(member, person)))
        {
            var referred = Enumerable.Reverse(world.Referrals).Where(referral => referral.Person == person).ToList();
            var isSaid = referred.TrueForAll(referral => ReferenceModel.LedgerStateOf(referral) is not null);   // what depends on what else was heard of one is not looked for
            Compare(
                member, $"GET people/{person.Id}/disclosures/page",
                Found(member, ReferenceModel.ReadsLedgers(member), ReferenceModel.SeesLedger(member, person), () => string.Join('\n', referred.Select(referral => $"{referral.To.Name}{(isSaid ? $" {Said(ReferenceModel.LedgerStateOf(referral)!)}" : "")}"))),
                Printed(await registrations.GetAsync($"/people/{person.Id}/disclosures/page?limit=200"), page => string.Join('\n', Sections(page).Where(section => section.Title.Length > 0)
                    .Select(section => (section.Title, State: Sayings.First(saying => section.Text.Contains(saying.Says, StringComparison.Ordinal)).State))
                    .Where(line => line.State is not ("unknown" or "handed-over")).Select(line => $"{line.Title}{(isSaid ? $" {line.State}" : "")}"))));
            var copied = Found(member, ReferenceModel.KeepsCases(member), ReferenceModel.Sees(member, person), () => Copied(member, person, inWords: true));
            Compare(
                member, $"GET people/{person.Id}/copy/page", copied.StartsWith("200", StringComparison.Ordinal) && !ReferenceModel.Keeps(member, person) ? "403" : copied,
                Printed(await registrations.GetAsync($"/people/{person.Id}/copy/page"), CopiedTo));
        }

        static string Said(string state) => state.Split(' ') is var words && words[0] == "ended" && words.Contains("readableSince") ? "ended readableSince" : words[0];
    }

    private string Copied(Member member, Person person, bool inWords)
    {
        var agreed = world.Consents.Where(consent => consent.Person == person).ToList();
        var asked = world.SubjectRequests.Where(request => request.Person == person).ToList();
        var transfers = world.Transfers.Where(transfer => transfer.Person == person && ReferenceModel.Sees(member, transfer)).ToList();
        return !inWords
            ? $"{person.Name} {Ids([person.Status])};{Ids([person.Encounter])};{Ids(world.FamilyOf(person).Select(link => link.Id))};{Ids(agreed.Select(consent => consent.Id).Order())};{Ids(asked.Select(request => request.Id))};{Ids(transfers.Select(transfer => transfer.Id).Order())}"
            : $"{person.Name} Invented, {world.Phone}, {world.Narrative}; 1; 1; {world.FamilyOf(person).Count()}; {Sorted(agreed.Select(consent => $"{consent.Recipient.Name} {(consent.Withdrawn ? "Taken back" : "Until")}"))}; "
                + $"{string.Join(' ', asked.Select(request => request.Kind).Order(StringComparer.Ordinal))}; {transfers.Count}; {world.Emergencies.Count(emergency => emergency.Person == person)}";
    }

    /// <summary>The same from the page.</summary>
    private string CopiedTo(string page)
    {
        var sections = Sections(page).ToList();
        List<string> Of(string title) => [.. sections.Where(section => section.Title == title).SelectMany(section => section.Lines)];
        string Fact(string name) => Of("").Find(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))?[(name.Length + 2)..] ?? "";
        return $"{Fact("Name")}, {Fact("Phone")}, {Fact("Noted")}; {Of("What you are said to be").Count}; {Of("When we met or spoke").Count}; {Of("Your family").Count}; {Sorted(Of("What you agreed to").Select(line => $"{line.Split(": ")[0]} {(line.Contains("Taken back on", StringComparison.Ordinal) ? "Taken back" : "Until")}"))}; "
            + $"{string.Join(' ', Of("What you asked before").Select(line => line.Contains("what is held", StringComparison.Ordinal) ? "access" : line.Contains("put right", StringComparison.Ordinal) ? "correction" : "objection").Order(StringComparer.Ordinal))}; "
            + $"{Of("How your case went from team to team").Count}; {Of("When your file was opened in an emergency").Count}";
    }

    private static string Printed(Answer answer, Func<string, string> told) => answer.Status == 200 ? $"200 {told(answer.Body)}" : $"{answer.Status}";

    /// <summary>The sections of a page, each line as it is read.</summary>
    private static IEnumerable<(string Title, List<string> Lines, string Text)> Sections(string page) => Section().Matches(page).Select(section =>
    {
        List<string> lines = [.. Paragraph().Matches(section.Value).Select(line => Plain(line.Groups[1].Value))];
        return (Plain(Title().Match(section.Value).Groups[1].Value), lines, string.Join('\n', lines));
    });

    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(Tag().Replace(html, ""));

    [GeneratedRegex("<section>.*?</section>", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex Title();

    [GeneratedRegex("<p>(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
