using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Platform.Hosting;
using Platform.Identity;
using Platform.Identity.Agencies;
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

var builder = WebApplication.CreateBuilder(args);
builder.AddDatabase();
builder.AddProblems();
builder.AddGateway();
builder.AddSigningKeys();
builder.AddClients();
builder.AddUsers();
builder.AddSignIn();
builder.AddTokens();
builder.AddStanding();
builder.AddOutbox();
builder.Services.AddOpenApi();

await using var app = builder.Build();
if (await Command.RunAsync(args, app) is { } exitCode) return exitCode;

app.UseForwardedHeaders();
app.UseProblems();
app.UseRequestLocalization();
app.UsePageHeaders();
app.UseAuthentication();
app.UseAuthorization();

app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
app.MapHealthChecks("/health/ready").AllowAnonymous();
app.MapOpenApi().AllowAnonymous();
app.MapRazorPages().AllowAnonymous();
Authorize.Map(app);
IssueToken.Map(app);
SignOut.Map(app);
ListAgencies.Map(app);
SuspendAgency.Map(app);
ReinstateAgency.Map(app);
ListTeams.Map(app);
SuspendUser.Map(app);
ReinstateUser.Map(app);
SuspendClient.Map(app);
ReinstateClient.Map(app);
GetStanding.Map(app);
GetNotBefore.Map(app);

await app.RunAsync();
return 0;
