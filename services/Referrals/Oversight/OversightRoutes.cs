namespace Platform.Referrals.Oversight;

/// <summary>What is asked about who sees which referral, and what became of it.</summary>
internal static class OversightRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapOversight(this IEndpointRouteBuilder app)
    {
        ExplainAccess.Map(app);
        TryWhatIf.Map(app);
        ExposedReferrals.Map(app);
    }
}
