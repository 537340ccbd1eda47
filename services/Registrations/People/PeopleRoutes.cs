using Platform.Registrations.Encounters;
using Platform.Registrations.Merges;
using Platform.Registrations.Programmes;
using Platform.Registrations.Statuses;

namespace Platform.Registrations.People;

/// <summary>People's files.</summary>
internal static class PeopleRoutes
{
    /// <summary>Maps the routes of this folder, and of those that belong to each file.</summary>
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        RegisterPerson.Map(app);
        GetPerson.Map(app);
        ListPeople.Map(app);
        FindPeople.Map(app);
        ChangePerson.Map(app);
        AssignPerson.Map(app);
        ReachPerson.Map(app);
        app.MapStatuses();
        app.MapEncounters();
        app.MapProgrammes();
        app.MapMerges();
    }
}
