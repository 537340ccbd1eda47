using Platform.Gateway.Behind;
using Platform.Gateway.Door;
using Platform.Hosting;

var builder = PlatformHost.CreateBuilder(args, "gateway");
builder.AddAdmission();
builder.AddServiceHealth();
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = TimeSpan.FromSeconds(3));

var app = builder.Build();
app.UsePlatform();

app.MapReverseProxy(proxy =>
{
    proxy.UseFailureAnswers();
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
app.MapNothingElse();

await app.RunAsync();
