using Platform.Access;

namespace Platform.Registrations.Tasks;

/// <summary>What needs the caller now: of people's files, of what waits for a second person, and of what is seen in the field.</summary>
public static class ListTasks
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapTasks("/registrations/tasks", [.. FileTasks.Kinds, .. ApprovalTasks.Kinds, .. FieldTasks.Kinds]);
}
