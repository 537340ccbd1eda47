namespace Platform.Registrations.SubjectRequests;

/// <summary>What a person may ask about their data, and what is done with it.</summary>
internal static class SubjectRequestRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapSubjectRequests(this IEndpointRouteBuilder app)
    {
        RecordSubjectRequest.Map(app);
        ListSubjectRequests.Map(app);
        GetSubjectRequest.Map(app);
        AnswerSubjectRequest.Map(app);
        ProposeRefusal.Map(app);
        ConfirmRefusal.Map(app);
        WithdrawSubjectRequest.Map(app);
        GetCopy.Map(app);
        PrintCopy.Map(app);
    }
}
