namespace Platform.Surface.Tests.Routes;

/// <summary>Every route there is, what the services offer to each other and to operators included: each describes all of its own.</summary>
public static class AllRoutes
{
    private static readonly Dictionary<string, Route> ByName =
        RegistrationsRoutes.All.Concat(VisitsRoutes.All).Concat(DuplicatesRoutes.All).Concat(FamiliesRoutes.All).Concat(MergesRoutes.All).Concat(ProgrammesRoutes.All).Concat(ImportsRoutes.All).Concat(StatisticsRoutes.All).Concat(AssessmentsRoutes.All).Concat(ReferralsRoutes.All).Concat(IdentityRoutes.All).Concat(OperationsRoutes.All).ToDictionary(route => route.Name);

    public static IReadOnlyCollection<Route> All => ByName.Values;

    public static Route Named(string name) => ByName[name];

    /// <summary>The names of those that are so, for a theory.</summary>
    public static TheoryData<string> Where(Func<Route, bool> isSo) => [.. All.Where(isSo).Select(route => route.Name)];
}
