using Platform.Access;
using Platform.Assessments;
using Platform.Assessments.Audit;
using Platform.Assessments.Instruments;
using Platform.Hosting;
using Platform.Messaging;

if (await HealthCheckCommand.RunAsync(args)) return;

var builder = PlatformHost.CreateBuilder(args, "assessments");
if (args is ["migrate"])
{
    await Migrator.MigrateAsync(builder.Configuration, typeof(Work).Assembly, typeof(Outbox).Assembly, typeof(AssessmentsProgram).Assembly);
    return;
}

builder.AddAccess(HandOverAuditHead.Announce);
builder.AddStandings();
builder.AddMessaging(typeof(AssessmentsProgram).Assembly);
builder.Services.AddSingleton(InstrumentCatalogue.Shipped);   // read and checked before anybody is answered

var app = builder.Build();
app.UsePlatform();
app.MapParkedMessages();
app.MapAudit();

ListInstruments.Map(app);
GetInstrument.Map(app);

await app.RunAsync();
