using MassTransit;
using Platform.Access;
using Platform.Contracts.Registrations.V1;
using Platform.Messaging;

namespace Platform.Referrals.Referrals;

/// <summary>Legal holds, as Registrations announces them: while one stands no packet of the person loses its key by rule. In any order and twice it says the same in the end.</summary>
public sealed class KeepHoldsWhenPlacedOrLifted(JobDatabase database) : IConsumer<LegalHoldPlaced>, IConsumer<LegalHoldLifted>
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<LegalHoldPlaced> context)
    {
        await using var work = await database.BeginAsync(context);
        var placed = context.Message;
        if (work is not null)
        {
            work.Execute(Place, new { holdId = placed.SubjectId, subjectLock = Grantee.Number(placed.PersonId), placed.Until });
            await work.CommitAsync();
        }
    }

    /// <inheritdoc />
    public async Task Consume(ConsumeContext<LegalHoldLifted> context)
    {
        await using var work = await database.BeginAsync(context);
        var lifted = context.Message;
        if (work is not null)
        {
            work.Execute(Lift, new { holdId = lifted.SubjectId, subjectLock = Grantee.Number(lifted.PersonId), at = lifted.OccurredAt });
            await work.CommitAsync();
        }
    }

    // one that was lifted stays so
    private const string Place = """
        insert into held_people (hold_id, subject_lock, until) values (@holdId, @subjectLock, @until)
        on conflict (hold_id) do update set until = excluded.until
        """;

    private const string Lift = """
        insert into held_people (hold_id, subject_lock, lifted_at) values (@holdId, @subjectLock, @at)
        on conflict (hold_id) do update set lifted_at = excluded.lifted_at
        """;
}

/// <summary>Its queue.</summary>
public sealed class KeepHoldsWhenPlacedOrLiftedDefinition : ConsumerDefinition<KeepHoldsWhenPlacedOrLifted>;
