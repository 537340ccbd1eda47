namespace Platform.Referrals.Directory;

/// <summary>Who offers which service where.</summary>
internal static class DirectoryRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapDirectory(this IEndpointRouteBuilder app)
    {
        ListServices.Map(app);
        OfferService.Map(app);
    }
}
