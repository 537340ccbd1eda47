namespace Platform.Registrations.Merges;

/// <summary>Two files of one agency that are of one person.</summary>
internal static class MergeRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapMerges(this IEndpointRouteBuilder app)
    {
        ProposeMerge.Map(app);
        ListMerges.Map(app);
        GetMerge.Map(app);
        ConfirmMerge.Map(app);
        RejectMerge.Map(app);
        UndoMerge.Map(app);
    }
}
