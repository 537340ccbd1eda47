using Platform.Access;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Registrations;
using Platform.Registrations.Attachments;
using Platform.Registrations.Audit;
using Platform.Registrations.Consents;
using Platform.Registrations.Disclosures;
using Platform.Registrations.Duplicates;
using Platform.Registrations.EmergencyAccess;
using Platform.Registrations.Erasure;
using Platform.Registrations.Exports;
using Platform.Registrations.Families;
using Platform.Registrations.Imports;
using Platform.Registrations.Matching;
using Platform.Registrations.Oversight;
using Platform.Registrations.Packages;
using Platform.Registrations.People;
using Platform.Registrations.Statistics;
using Platform.Registrations.SubjectRequests;
using Platform.Registrations.Tasks;
using Platform.Registrations.Transfers;

if (await HealthCheckCommand.RunAsync(args)) return;

var builder = PlatformHost.CreateBuilder(args, "registrations");
if (args is ["migrate"])
{
    await Migrator.MigrateAsync(builder.Configuration, typeof(Work).Assembly, typeof(Outbox).Assembly, typeof(RegistrationsProgram).Assembly);
    return;
}

builder.AddErasure();
builder.AddAccess(HandOverAuditHead.Announce);
builder.AddStandings();
builder.AddUnusualAccess(TellOfUnusualAccess.Announce, TellOfUnusualAccess.AreasOfRecords);
builder.AddMessaging(typeof(RegistrationsProgram).Assembly);
builder.AddMatching();
builder.Services.AddHostedService<RemindOfSubjectRequests>();
builder.Services.AddFieldRecords();
builder.Services.AddFamilies();
builder.AddExports();
builder.AddAttachments();
builder.AddImports();
builder.AddStatistics();

var app = builder.Build();
app.UsePlatform();
app.MapParkedMessages();
app.MapAudit();
app.MapReach();
app.MapUnusualAccess();
AnnounceConsents.Map(app);
app.MapPeople();
app.MapFamilies();
app.MapAttachments();
app.MapTransfers();
app.MapEmergencyAccess();
app.MapExports();
app.MapImports();
app.MapConsents();
app.MapDuplicates();
app.MapDisclosures();
app.MapErasure();
app.MapPackages();
app.MapSubjectRequests();
app.MapFieldRecords();
app.MapStatistics();
ListTasks.Map(app);
app.MapOversight();

await app.RunAsync();
