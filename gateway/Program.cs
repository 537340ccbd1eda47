using Platform.Gateway.Behind;
using Platform.Gateway.Docs;
using Platform.Gateway.Door;
using Platform.Hosting;

if (await HealthCheckCommand.RunAsync(args)) return;

var builder = PlatformHost.CreateBuilder(args, "gateway");
builder.AddHeadersFromOutside();
builder.AddAdmission();
builder.AddRateLimits();
builder.AddServiceHealth();
builder.AddAnotherReplica();
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = TimeSpan.FromSeconds(3))
    .AddPublicDescriptions();

var app = builder.Build();
app.UseHeadersFromOutside();
app.UseAnswerHeaders();
app.UsePlatform(describesItself: false, beforeAuthorization: door => door.UseRateLimiter());   // who is turned away has cost something, too

app.MapReverseProxy(proxy =>
{
    proxy.UseFailureAnswers();
    proxy.UseAnotherReplica();
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
app.MapApiReferencePage();
app.MapNothingElse();

await app.RunAsync();
