using Platform.Access;
using Platform.Hosting;
using Platform.Identity.Agreements;
using Platform.Identity.Audit;
using Platform.Identity.Clients;
using Platform.Identity.SignIn;
using Platform.Identity.SigningKeys;
using Platform.Identity.Standing;
using Platform.Identity.Tokens;
using Platform.Identity.Users;
using Platform.Messaging;

namespace Platform.Identity;

/// <summary>What the process is made of, whether it serves or runs a command.</summary>
public static class IdentityProgram
{
    public static WebApplication Build(string[] args)
    {
        var builder = PlatformHost.CreateBuilder(args, "identity", checksTokens: false);
        builder.AddAccess(HandOverAuditHead.Announce);
        builder.AddDatabase();
        builder.AddGateway();
        builder.Services.AddSingleton<RefusalsOutside>();
        builder.AddSigningKeys();
        builder.AddClients();
        builder.AddUsers();
        builder.AddSignIn();
        builder.AddTokens();
        builder.AddStanding();
        builder.AddOutbox();
        builder.Services.AddHostedService<TellOfLapsedAgreements>();
        return builder.Build();
    }
}
