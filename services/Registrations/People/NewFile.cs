using System.Diagnostics;
using System.Security.Cryptography;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Registrations.Matching;

namespace Platform.Registrations.People;

/// <summary>What the caller is told of a file that was opened: the id to go on with, and the code to say on the phone.</summary>
public sealed record OpenedFile(Guid PersonId, string CaseCode)
{
    internal const string Select = "select person_id, case_code from people where person_id = @personId";
}

/// <summary>A file that is to be opened, with its key, which is made before it.</summary>
internal sealed record NewFile(Guid PersonId, RecordKey Key, PersonDetails Person);

/// <summary>Opening files: what is written when somebody is registered, alone or with others, by whichever way they come.</summary>
internal static class FileOpening
{
    /// <summary>Gathers all of it for the commit: so many statements for one file as for many.</summary>
    public static void OpenFiles(this Work work, MatchKeys matching, IReadOnlyList<NewFile> files)
    {
        var people = files.Select(file => file.PersonId).ToArray();
        work.Execute(InsertPeople, new
        {
            people,
            caseCodes = files.Select(_ => NewCaseCode()).ToArray(),
            team = work.Caller.MainTeam,
            areas = files.Select(file => file.Person.AreaCode!).ToArray(),
            settings = files.Select(file => file.Person.Setting!).ToArray(),
            arrivals = files.Select(file => file.Person.ArrivalDate?.ToString("O", System.Globalization.CultureInfo.InvariantCulture)!).ToArray(),
        });
        foreach (var (grantee, because) in Keepers(work.Caller))
        {
            work.Execute(Give, new { people, grantee, because });
        }

        work.Execute(InsertIdentities, new { people, identities = files.Select(file => file.Key.Seal(Identity.Package, file.Person.Identity)).ToArray() });
        work.Execute(InsertContacts, new { people, contacts = files.Select(file => file.Key.Seal(Contact.Package, file.Person.Contact)).ToArray() });
        var keys = files.SelectMany(file => matching.Scoped(work.Caller.Agency, file.Person.Identity.Names).Select(key => (file.PersonId, Key: key))).ToList();
        work.Execute(InsertSearchKeys, new { people = keys.Select(key => key.PersonId).ToArray(), keys = keys.Select(key => key.Key).ToArray() });
        work.Execute(InsertKeyings, new { people, matching.Stamp });
        foreach (var personId in people)
        {
            work.Publish(new PersonRegistered { SubjectId = personId, SubjectVersion = 1, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        }
    }

    /// <summary>
    /// The same where the address of the request says where somebody was met, and nothing may lead from there to their file: the audit names the people alone, and neither it nor
    /// the event bears the trace of the request.
    /// </summary>
    public static void OpenFilesUntraced(this Work work, MatchKeys matching, IReadOnlyList<NewFile> files)
    {
        work.AuditRecords(files.Select(file => file.PersonId), isTraced: false);
        var trace = Activity.Current;
        Activity.Current = null;
        try
        {
            work.OpenFiles(matching, files);
        }
        finally
        {
            Activity.Current = trace;
        }
    }

    /// <summary>What is said where many are registered at once, or from where they were met, and one has not agreed.</summary>
    public static string NotAgreed() => Texts.In("Nobody is registered who has not agreed.", "لا يُسجَّل أحد لم يوافق.", "Personne n'est enregistré sans son accord.");

    /// <summary>Who sees a new file: who opened it, and who supervises the team.</summary>
    private static IEnumerable<(Guid Grantee, string Because)> Keepers(Caller caller) =>
        caller.Teams.Take(1).Select(team => (Grantee.Desk(team, "supervisor"), "supervision")).Prepend((caller.Subject, "ownership"));

    /// <summary>Random, so that it tells neither order nor time nor origin; without letters that are mistaken for others.</summary>
    private static string NewCaseCode() => string.Concat("LY-", RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 9).AsSpan());

    private const string InsertPeople = """
        insert into people (person_id, case_code, agency_id, team_id, caseworker_id, registered_by, area_code, setting, arrival_date, version, registered_at, updated_at)
        select p.person_id, p.case_code, access.agency(), @team, access.caller(), access.caller(), p.area_code, p.setting, p.arrival_date::date, 1, access.now(), access.now()
          from unnest(@people, @caseCodes, @areas, @settings, @arrivals) as p (person_id, case_code, area_code, setting, arrival_date)
        """;

    private const string Give = """
        select access.give(p.person_id, @grantee, @because, '{identity,contact,family}', null, 'people', access.now(), 'open') from unnest(@people) as p (person_id)
        """;

    private const string InsertIdentities = "insert into person_identities (person_id, sealed) select p.person_id, p.sealed from unnest(@people, @identities) as p (person_id, sealed)";

    private const string InsertContacts = "insert into person_contacts (person_id, sealed) select p.person_id, p.sealed from unnest(@people, @contacts) as p (person_id, sealed)";

    private const string InsertSearchKeys = """
        insert into person_search_keys (agency_id, key, person_id) select access.agency(), k.key, k.person_id from unnest(@people, @keys) as k (person_id, key)
        """;

    private const string InsertKeyings = "insert into keyings (person_id, stamp) select p.person_id, @stamp from unnest(@people) as p (person_id)";
}
