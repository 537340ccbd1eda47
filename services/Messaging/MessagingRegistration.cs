using System.Reflection;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Contracts;

namespace Platform.Messaging;

/// <summary>Adds the room to a process.</summary>
public static class MessagingRegistration
{
    /// <summary>
    /// A broker of version 4 drops a message after 20 deliveries unless told otherwise; an outage may take more. What can never take effect is parked by
    /// us, so that the broker has nothing to give up.
    /// </summary>
    private const int DeliveryLimit = 1_000_000;

    /// <summary>The outbox's relay alone, for a process that only announces.</summary>
    public static void AddOutbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton(new MessagingContracts(typeof(IEvent).Assembly));
        builder.Services.AddHostedService<Relay>();
        builder.Services.AddHostedService<OutboxListener>();
    }

    /// <summary>The outbox's relay, and the consumers of <paramref name="consumers" /> on quorum queues with retry and parking.</summary>
    public static void AddMessaging(this WebApplicationBuilder builder, Assembly consumers)
    {
        var service = consumers.GetName().Name!.Split('.')[^1].ToLowerInvariant();   // Platform.Referrals: queues begin with referrals-
        var broker = new Uri(builder.Configuration["RabbitMq:Uri"] ?? throw new InvalidOperationException("RabbitMq:Uri is not configured."));
        builder.AddOutbox();
        builder.Services.AddSingleton<Parking>();
        builder.Services.AddHostedService<ForgetOldMessages>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            bus.AddConsumers(consumers);
            // the broker may be away for a while: what was committed waits in the outbox
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
                {
                    rabbit.SetQuorumQueue();
                    rabbit.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                }

                endpoint.PrefetchCount = 32;
                endpoint.UseMessageRetry(retry => retry.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200)));
                endpoint.ConfigureError(error => error.UseFilter(context.GetRequiredService<Parking>()));
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri($"rabbitmq://{broker.Host}:{broker.Port}/{broker.AbsolutePath.TrimStart('/')}"), host =>
                {
                    var credentials = broker.UserInfo.Split(':');
                    host.Username(Uri.UnescapeDataString(credentials[0]));
                    host.Password(Uri.UnescapeDataString(credentials[^1]));
                });
                rabbit.ConfigureEndpoints(context);
            });
        });
        builder.Services.AddHealthChecks().AddCheck<ConsumersBound>("consumers");
    }
}

/// <summary>Not ready until the consumers' queues were bound once: an event before that would pass them by.</summary>
internal sealed class ConsumersBound(IBusControl bus) : IHealthCheck
{
    private bool bound;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        bound = bound || bus.CheckHealth().Status == BusHealthStatus.Healthy;
        return Task.FromResult(bound ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }
}
