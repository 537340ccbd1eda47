using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Registrations.People;

/// <summary>Opens a file for a person. The caller is the case worker in charge until the case is assigned.</summary>
public static class RegisterPerson
{
    /// <summary>What the caller is told: the id to go on with, and the code to say on the phone.</summary>
    public sealed record Registered(Guid PersonId, string CaseCode);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/people", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Idempotent(RebuildAsync)
            .Produces<Registered>(StatusCodes.Status201Created);

    private static async Task<IResult> HandleAsync(
        Body<PersonDetails> body, ScopedDatabase database, KeyStore keys, NameKeys names, TimeProvider clock, CancellationToken ct)
    {
        if (body.Refuses(new PersonDetails.Rules(clock)) is { } refusal)
        {
            return refusal;
        }

        var person = body.Value;
        var personId = Grantee.RandomId();
        var key = await keys.CreateAsync(personId, ct);
        await using var work = await database.BeginAsync(ct);
        await work.BeginAsync();
        work.Answers(StatusCodes.Status201Created, personId);
        work.Update(InsertPerson, new
        {
            personId,
            caseCode = NewCaseCode(),
            team = work.Caller.Teams.Cast<Guid?>().FirstOrDefault(),
            person.AreaCode,
            person.Setting,
            person.ArrivalDate,
        });
        foreach (var (grantee, because) in Keepers(work.Caller))
        {
            work.Execute(Give, new { personId, grantee, because });
        }

        work.Update(InsertIdentity, new { personId, identity = key.Seal(Identity.Package, person.Identity) });
        work.Update(InsertContact, new { personId, contact = key.Seal(Contact.Package, person.Contact) });
        work.Execute(InsertSearchKeys, new { personId, keys = names.Of(work.Caller.Agency, person.Identity.Names) });
        work.Publish(new PersonRegistered { SubjectId = personId, SubjectVersion = 1, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        var registered = await work.CommitAsync<Registered>(View, new { personId });
        return Results.Created($"/api/people/{personId}", registered);
    }

    private static async Task<object?> RebuildAsync(Work work, Guid personId) => await work.CommitAsync<Registered>(View, new { personId });

    /// <summary>Who sees a new file: who opened it, and who supervises the team.</summary>
    private static IEnumerable<(Guid Grantee, string Because)> Keepers(Caller caller) =>
        caller.Teams.Take(1).Select(team => (Grantee.Desk(team, "supervisor"), "supervision")).Prepend((caller.Subject, "ownership"));

    /// <summary>Random, so that it tells neither order nor time nor origin; without letters that are mistaken for others.</summary>
    private static string NewCaseCode() =>
        string.Concat("LY-", System.Security.Cryptography.RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 9).AsSpan());

    private const string InsertPerson = """
        insert into people (person_id, case_code, agency_id, team_id, caseworker_id, registered_by, area_code, setting, arrival_date, version, registered_at, updated_at)
        values (@personId, @caseCode, access.agency(), @team, access.caller(), access.caller(), @areaCode, @setting, @arrivalDate, 1, access.now(), access.now())
        """;

    private const string Give = """
        select access.give(@personId, @grantee, @because, '{identity,contact,family}', null, 'people', access.now(), 'open')
        """;

    private const string InsertIdentity = "insert into person_identities (person_id, sealed) values (@personId, @identity)";

    private const string InsertContact = "insert into person_contacts (person_id, sealed) values (@personId, @contact)";

    internal const string InsertSearchKeys = """
        insert into person_search_keys (agency_id, key, person_id) select access.agency(), key, @personId from unnest(@keys) as key
        """;

    private const string View = "select person_id, case_code from people where person_id = @personId";
}
