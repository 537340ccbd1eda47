namespace Platform.Registrations.Families;

/// <summary>Who people's relatives are, who cares for a child, and how families that were parted find each other.</summary>
internal static class FamilyRoutes
{
    /// <summary>The package of all of it.</summary>
    public const string Package = "family";

    /// <summary>Adds the clock of families that were brought together.</summary>
    public static void AddFamilies(this IServiceCollection services) => services.AddHostedService<RemindOfTracing>();

    /// <summary>Maps the routes of this folder.</summary>
    public static void MapFamilies(this IEndpointRouteBuilder app)
    {
        RecordFamilyLink.Map(app);
        ListFamily.Map(app);
        EndFamilyLink.Map(app);
        VerifyKinship.Map(app);
        NameCaregiver.Map(app);
        EndCaregiver.Map(app);
        AllegeHarm.Map(app);
        RecordSeparation.Map(app);
        GetSeparation.Map(app);
        EndSeparation.Map(app);
        OpenTracing.Map(app);
        GetTracing.Map(app);
        ListTracing.Map(app);
        RecordTracingAction.Map(app);
        AssessTracingRisk.Map(app);
        VerifyTracingSide.Map(app);
        RecordBestInterests.Map(app);
        ApproveBestInterests.Map(app);
        RecordReunification.Map(app);
        FollowUpReunification.Map(app);
        EndTracing.Map(app);
        OpenHousehold.Map(app);
        GetHousehold.Map(app);
        ListHouseholds.Map(app);
        AddToHousehold.Map(app);
        LeaveHousehold.Map(app);
    }
}
