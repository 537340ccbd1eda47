using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Registrations.Matching;

namespace Platform.Registrations.People;

/// <summary>Corrects or completes a person's file; the whole of it is sent, based on the version that was read.</summary>
public static class ChangePerson
{
    private sealed record Found(int Version, byte[] Identity, byte[] Contact);

    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/people/{personId:guid}", HandleAsync).RequireAuthorization(Policies.KeepCases).Audited(DataClass.Identity).Produces<PersonView>();

    private static async Task<IResult> HandleAsync(
        Guid personId, Body<PersonDetails> body, IfMatch ifMatch, ScopedDatabase database, KeyStore keys, MatchKeys matching, TimeProvider clock,
        HttpResponse response, CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        if (await work.QuerySingleOrDefaultAsync<Found>(Lock, new { personId }) is not { } found || await keys.GetAsync(personId, ct) is not { } key)
        {
            return await PersonView.NotToChangeAsync(work, personId);
        }

        if (body.Refuses(new PersonDetails.Rules(clock)) is { } refusal)
        {
            return refusal;
        }

        if (ifMatch.Refuses(found.Version) is { } stale)
        {
            return stale;
        }

        var (person, version) = (body.Value, found.Version + 1);
        var before = key.Open<Contact>(Contact.Package, found.Contact);
        var old = key.Open<Identity>(Identity.Package, found.Identity);
        var identity = person.Identity with { AgeDisputed = old.AgeDisputed };   // that is said elsewhere, and no change of the file makes anybody an adult
        work.Update(UpdatePerson, new
        {
            personId,
            person.AreaCode,
            person.Setting,
            person.ArrivalDate,
            identityChanged = !old.IsSameAs(identity),
            contactChanged = before != person.Contact,
        });
        work.Update(UpdateIdentity, new { personId, identity = key.Seal(Identity.Package, identity) });
        work.Update(UpdateContact, new { personId, contact = key.Seal(Contact.Package, person.Contact) });
        work.Execute(DeleteSearchKeys, new { personId });
        work.Execute(InsertSearchKeys, new { personId, keys = matching.Scoped(work.Caller.Agency, person.Identity.Names) });
        work.Publish(new PersonChanged { SubjectId = personId, SubjectVersion = version, OccurredAt = work.Now, AgencyId = work.Caller.Agency });
        if (before.IsMadeUnsafeBy(person.Contact))
        {
            work.Publish(new ContactMadeUnsafe { SubjectId = personId, SubjectVersion = version, OccurredAt = work.Now });
        }

        var row = await work.CommitAsync<PersonView.Row>(View, new { personId });
        response.Headers.ETag = IfMatch.Tag(version);
        return Results.Ok(await PersonView.OpenAsync(row, work, keys, ct));
    }

    // all rows locked: whoever waited for another change compares with what that change left
    private const string Lock = """
        select p.version, i.sealed as identity, c.sealed as contact
          from people p
          join person_identities i on i.person_id = p.person_id
          join person_contacts c on c.person_id = p.person_id
         where p.person_id = @personId
           for update of p, i, c
        """;

    private const string UpdatePerson = """
        update people set area_code = @areaCode, setting = @setting, arrival_date = @arrivalDate, version = version + 1, updated_at = access.now(),
               identity_version = case when @identityChanged then version + 1 else identity_version end,
               contact_version = case when @contactChanged then version + 1 else contact_version end
         where person_id = @personId
        """;

    private const string UpdateIdentity = "update person_identities set sealed = @identity where person_id = @personId";

    private const string UpdateContact = "update person_contacts set sealed = @contact where person_id = @personId";

    private const string DeleteSearchKeys = "delete from person_search_keys where agency_id = access.agency() and person_id = @personId";

    private const string InsertSearchKeys = """
        insert into person_search_keys (agency_id, key, person_id) select access.agency(), key, @personId from unnest(@keys) as key
        """;

    private const string View = $"{PersonView.Select} where p.person_id = @personId";
}
