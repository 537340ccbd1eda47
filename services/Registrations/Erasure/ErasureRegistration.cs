using Platform.Access;

namespace Platform.Registrations.Erasure;

/// <summary>Adds the noun to the process.</summary>
public static class ErasureRegistration
{
    /// <summary>What goes on by itself. First of all that the process does: erasures are replayed before it opens.</summary>
    public static void AddErasure(this WebApplicationBuilder builder)
    {
        builder.AddErasures(ReplayErasuresOfPeople.EraseAgainAsync);
        builder.Services.AddHostedService<DestroyKeysOfErased>();
        builder.Services.AddHostedService<EraseByRule>();
        builder.Services.AddHealthChecks().AddCheck<ErasuresConfirmed>("erasures");
    }

    /// <summary>What it offers.</summary>
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        AskForErasure.Map(routes);
        ListErasures.Map(routes);
        GetErasure.Map(routes);
        ApproveErasure.Map(routes);
        WithdrawErasure.Map(routes);
        HoldFile.Map(routes);
        LiftHold.Map(routes);
    }
}
