using Microsoft.Extensions.Logging;
using Platform.Access;

namespace Platform.Messaging;

/// <summary>The inbox remembers a message for 30 days, far longer than the broker could deliver it again.</summary>
internal sealed class ForgetOldMessages(JobDatabase database, ILogger<ForgetOldMessages> logger)
    : Recurring(TimeSpan.FromHours(1), logger)
{
    /// <inheritdoc />
    protected override async Task<int> DoSomeAsync(CancellationToken ct)
    {
        await using var work = await database.BeginAsync(ct);
        work.Execute("delete from messaging.inbox where at < now() - interval '30 days'");
        await work.CommitAsync();
        return 0;
    }
}
