using Platform.Access;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Referrals;
using Platform.Referrals.Audit;
using Platform.Referrals.Directory;
using Platform.Referrals.Notices;
using Platform.Referrals.Oversight;
using Platform.Referrals.Referrals;
using Platform.Referrals.Tasks;

if (await HealthCheckCommand.RunAsync(args)) return;

var builder = PlatformHost.CreateBuilder(args, "referrals");
if (args is ["migrate"])
{
    await Migrator.MigrateAsync(builder.Configuration, typeof(Work).Assembly, typeof(Outbox).Assembly, typeof(ReferralsProgram).Assembly);
    if (builder.Environment.IsDevelopment())
    {
        await DemoServices.PlantAsync(builder.Configuration);
    }

    return;
}

builder.AddErasures(ReplayErasuresOfReferrals.EraseAgainAsync);
builder.AddAccess(HandOverAuditHead.Announce);
builder.AddStandings();
builder.AddUnusualAccess(TellOfUnusualAccess.Announce, TellOfUnusualAccess.AreasOfRecords);
builder.AddMessaging(typeof(ReferralsProgram).Assembly);
builder.Services.AddHttpClient<PersonAuthority>(AtRegistrations);
builder.Services.AddHttpClient(HearOfWithdrawals.Client, AtRegistrations).AddHttpMessageHandler<ServiceToken>();
builder.Services.AddHostedService<EscalateOverdueReferrals>();
builder.Services.AddHostedService<PendingPackets>();
builder.Services.AddHostedService<DestroyPacketsOfEndedReferrals>();
builder.Services.AddHostedService<RevokeReferralsThatStandNoMore>();
builder.Services.AddHostedService<HearOfWithdrawals>();

var app = builder.Build();
app.UsePlatform();
app.MapParkedMessages();
app.MapAudit();
app.MapReach();
app.MapUnusualAccess();
AnnounceReferrals.Map(app);

SubmitReferral.Map(app);
ListReferrals.Map(app);
GetReferral.Map(app);
GetReferralHistory.Map(app);
AcknowledgeReferral.Map(app);
AcceptReferral.Map(app);
RejectReferral.Map(app);
RecordOutcome.Map(app);
ReturnReferral.Map(app);
RevokeReferral.Map(app);
ApproveBasis.Map(app);
FollowUpReferral.Map(app);

ListNotices.Map(app);
ListTasks.Map(app);
app.MapDirectory();

app.MapOversight();

await DemoServices.RefuseOutsideDevelopmentAsync(app);
await app.RunAsync();

void AtRegistrations(HttpClient client)
{
    client.BaseAddress = builder.Configuration.GetValue<Uri>("Registrations:Address");
    client.Timeout = TimeSpan.FromSeconds(5);
    client.MaxResponseContentBufferSize = PlatformHost.BodyLimit;
}
