using Platform.Identity.Agencies;
using Platform.Identity.Agreements;
using Platform.Identity.Clients;
using Platform.Identity.Reviews;
using Platform.Identity.Teams;
using Platform.Identity.Users;

namespace Platform.Identity;

/// <summary>The calls by which administrators say who takes part, and on what agreement.</summary>
public static class Administration
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        ListAgencies.Map(routes);
        GetAgency.Map(routes);
        AskForAgency.Map(routes);
        ApproveAgency.Map(routes);
        ChangeAgency.Map(routes);
        SuspendAgency.Map(routes);
        ReinstateAgency.Map(routes);
        GetAccess.Map(routes);
        ListReviews.Map(routes);
        RecordReview.Map(routes);
        ListAgreements.Map(routes);
        GetAgreement.Map(routes);
        DraftAgreement.Map(routes);
        SignAgreement.Map(routes);
        LeaveAgreement.Map(routes);
        ActivateAgreement.Map(routes);
        EndAgreement.Map(routes);
        ListTeams.Map(routes);
        AddTeam.Map(routes);
        ChangeTeam.Map(routes);
        EvacuateTeam.Map(routes);
        AskToRestoreTeam.Map(routes);
        RestoreTeam.Map(routes);
        ListUsers.Map(routes);
        InviteUser.Map(routes);
        InviteAgain.Map(routes);
        ChangeAccess.Map(routes);
        ApproveAdministration.Map(routes);
        AskForAuthenticatorRemoval.Map(routes);
        ApproveAuthenticatorRemoval.Map(routes);
        SuspendUser.Map(routes);
        ReinstateUser.Map(routes);
        ListClients.Map(routes);
        RegisterClient.Map(routes);
        RotateSecret.Map(routes);
        SuspendClient.Map(routes);
        ReinstateClient.Map(routes);
    }
}
