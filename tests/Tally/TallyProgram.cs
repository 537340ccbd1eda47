using Platform.Access;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Tests.Tally;

// A service like the others, with one consumer whose effect shows each time that it is done.
var builder = PlatformHost.CreateBuilder(args, "tally", checksTokens: false);
if (args is ["migrate"])
{
    await Migrator.MigrateAsync(builder.Configuration, typeof(Work).Assembly, typeof(Outbox).Assembly, typeof(CountWhenConsentGiven).Assembly);
    return;
}

builder.AddAccess((_, _) => Task.CompletedTask);
builder.AddMessaging(typeof(CountWhenConsentGiven).Assembly);

var app = builder.Build();
app.MapHealthChecks("/health/ready");
await app.RunAsync();
