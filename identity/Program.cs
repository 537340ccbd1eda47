using Platform.Identity;
using Platform.Identity.Clients;
using Platform.Identity.Demo;
using Platform.Identity.Migrations;
using Platform.Identity.NotBefore;
using Platform.Identity.SigningKeys;
using Platform.Identity.Standing;
using Platform.Identity.Tokens;
using Platform.Identity.Users;

var builder = WebApplication.CreateBuilder(args);
builder.AddDatabase();
builder.AddUsers();
builder.AddTokens();
builder.AddSigningKeys();
builder.Services.AddHostedService<KeepConfiguredClients>();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<GetStanding>();
builder.Services.AddSingleton<GetNotBefore>();

await using var app = builder.Build();
var stopping = app.Lifetime.ApplicationStopping;

switch (args)
{
    case ["migrate"]:
        await Migrate.RunAsync(app.Configuration, app.Logger, stopping);
        if (app.Environment.IsDevelopment()) await CreateDemoContent.RunAsync(app.Services, stopping);
        return 0;
    case ["rotate-signing-key"]:
        await RotateSigningKey.RunAsync(app.Services, app.Logger, stopping);
        return 0;
}

if (await RefuseDemoContent.AppliesAsync(app, stopping)) return 1;

app.UseAuthentication();
app.UseAuthorization();

IssueToken.Map(app);
GetStanding.Map(app);
GetNotBefore.Map(app);

await app.RunAsync();
return 0;
