using Platform.Access;
using Platform.Hosting;
using Platform.Identity;
using Platform.Identity.NotBefore;
using Platform.Identity.SignIn;
using Platform.Identity.Standing;
using Platform.Identity.Tokens;
using Platform.Messaging;

if (await HealthCheckCommand.RunAsync(args)) return Environment.ExitCode;

await using var app = IdentityProgram.Build(args);
if (await Command.RunAsync(args, app) is { } exitCode) return exitCode;

app.UseForwardedHeaders();
app.UsePageHeaders();
app.UsePlatform();
app.MapParkedMessages();
app.MapAudit();

app.MapRazorPages().AllowAnonymous();
Authorize.Map(app);
IssueToken.Map(app);
SignOut.Map(app);
Administration.Map(app);
GetStanding.Map(app);
GetNotBefore.Map(app);

await app.RunAsync();
return 0;
