namespace Platform.Registrations.Visits;

/// <summary>What is seen at sites.</summary>
internal static class VisitRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapVisits(this IEndpointRouteBuilder app)
    {
        RecordVisit.Map(app);
        ListVisits.Map(app);
        GetVisit.Map(app);
        ChangeVisit.Map(app);
        MoveVisit.Map(app);
        AnswerAccess.Map(app);
        CompleteVisit.Map(app);
        ReviewVisit.Map(app);
        ShareVisit.Map(app);
        ListSummaries.Map(app);
        UseForAdvocacy.Map(app);
        ListAdvocacyUses.Map(app);
        WriteAnnex.Map(app);
        ReadAnnex.Map(app);
        AskOfSite.Map(app);
        ListSiteRequests.Map(app);
        RecordSiteReply.Map(app);
        AddToRoster.Map(app);
        GetRoster.Map(app);
        PromoteEntry.Map(app);
    }
}
