using Platform.Access;
using Platform.Hosting;
using Platform.Identity;
using Platform.Identity.Agreements;
using Platform.Identity.Audit;
using Platform.Identity.Clients;
using Platform.Identity.NotBefore;
using Platform.Identity.SignIn;
using Platform.Identity.SigningKeys;
using Platform.Identity.Standing;
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
builder.Services.AddHostedService<TellOfLapsedAgreements>();

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
Administration.Map(app);
GetStanding.Map(app);
GetNotBefore.Map(app);

await app.RunAsync();
return 0;
