using Platform.Access;
using Platform.Hosting;
using Platform.Identity;
using Platform.Identity.Agencies;
using Platform.Identity.Audit;
using Platform.Identity.Clients;
using Platform.Identity.NotBefore;
using Platform.Identity.SignIn;
using Platform.Identity.SigningKeys;
using Platform.Identity.Standing;
using Platform.Identity.Teams;
using Platform.Identity.Tokens;
using Platform.Identity.Users;
using Platform.Messaging;

if (await HealthCheckCommand.RunAsync(args)) return Environment.ExitCode;

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

await using var app = builder.Build();
if (await Command.RunAsync(args, app) is { } exitCode) return exitCode;

app.UseForwardedHeaders();
app.UsePageHeaders();
app.UsePlatform();
app.MapParkedMessages();

app.MapRazorPages().AllowAnonymous();
Authorize.Map(app);
IssueToken.Map(app);
SignOut.Map(app);
ListAgencies.Map(app);
GetAgency.Map(app);
AskForAgency.Map(app);
ApproveAgency.Map(app);
SuspendAgency.Map(app);
ReinstateAgency.Map(app);
ListTeams.Map(app);
AddTeam.Map(app);
ChangeTeam.Map(app);
ListUsers.Map(app);
InviteUser.Map(app);
InviteAgain.Map(app);
ChangeAccess.Map(app);
ApproveAdministration.Map(app);
SuspendUser.Map(app);
ReinstateUser.Map(app);
ListClients.Map(app);
RegisterClient.Map(app);
RotateSecret.Map(app);
SuspendClient.Map(app);
ReinstateClient.Map(app);
GetStanding.Map(app);
GetNotBefore.Map(app);

await app.RunAsync();
return 0;
