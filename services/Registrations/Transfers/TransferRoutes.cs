namespace Platform.Registrations.Transfers;

/// <summary>How a case goes from team to team.</summary>
internal static class TransferRoutes
{
    /// <summary>Maps the routes of this folder.</summary>
    public static void MapTransfers(this IEndpointRouteBuilder app)
    {
        OfferTransfer.Map(app);
        ListTransfers.Map(app);
        GetTransfer.Map(app);
        AcceptTransfer.Map(app);
        RejectTransfer.Map(app);
        WithdrawTransfer.Map(app);
    }
}
