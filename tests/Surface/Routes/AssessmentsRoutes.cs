namespace Platform.Surface.Tests.Routes;

/// <summary>What the service Assessments offers.</summary>
internal static class AssessmentsRoutes
{
    public static IEnumerable<Route> All =>
    [
        new("assessments", "GET", "/instruments", stage => Task.FromResult(new Ready(stage.Amal, "/instruments", () => Task.FromResult("")))),
        new("assessments", "GET", "/instruments/{code}", stage => Task.FromResult(new Ready(stage.Amal, "/instruments/rapid-screening?version=1", () => Task.FromResult("")))),
    ];
}
