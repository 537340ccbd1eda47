namespace Platform.Registrations.Consents;

/// <summary>What people agreed to.</summary>
internal static class ConsentRoutes
{
    /// <summary>Maps the routes of this folder that requests come by.</summary>
    public static void MapConsents(this IEndpointRouteBuilder app)
    {
        GiveConsent.Map(app);
        ListConsents.Map(app);
        WithdrawConsent.Map(app);
        ListWithdrawals.Map(app);
    }
}
