namespace Platform.Registrations.People;

/// <summary>People's files.</summary>
internal static class PeopleRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        RegisterPerson.Map(app);
        GetPerson.Map(app);
        ListPeople.Map(app);
        FindPeople.Map(app);
        ChangePerson.Map(app);
        AssignPerson.Map(app);
    }
}
