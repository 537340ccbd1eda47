using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Platform.Access;
using Platform.Hosting;
using Platform.Registrations.People;

namespace Platform.Benchmarks.Serving;

/// <summary>The use case that reads a person's file, with everything but the audit.</summary>
public static class UnauditedFile
{
    public static async Task RunAsync()
    {
        var builder = PlatformHost.CreateBuilder([], "file");
        builder.Services.AddSingleton<KeyStore>();
        builder.Services.AddSingleton<ScopedDatabase>();
        builder.Services.AddKeyedSingleton(Login.App, (_, _) => NpgsqlDataSource.Create(Logins.ConnectionString(builder.Configuration, Login.App)));
        await using var app = builder.Build();
        app.UsePlatform(describesItself: false);
        var handle = typeof(GetPerson).GetMethod("HandleAsync", BindingFlags.NonPublic | BindingFlags.Static)!
            .CreateDelegate<Func<Guid, ScopedDatabase, KeyStore, HttpResponse, CancellationToken, Task<IResult>>>();
        app.MapGet("/people/{personId:guid}", handle).RequireAuthorization(policy => policy.RequireAuthenticatedUser());
        await app.RunAsync();
    }
}
