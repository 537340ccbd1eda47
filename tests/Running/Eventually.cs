namespace Platform.Tests.Running;

/// <summary>A wait is a poll with a deadline, never a sleep.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? within = null, Func<string>? otherwise = null)
    {
        var deadline = DateTimeOffset.UtcNow + (within ?? TimeSpan.FromSeconds(15));
        while (!await condition())
        {
            if (DateTimeOffset.UtcNow > deadline)
            {
                throw new TimeoutException(otherwise?.Invoke() ?? "It did not happen in time.");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>The value once it is as expected.</summary>
    public static async Task<T> AsyncValue<T>(Func<Task<T>> read, Func<T, bool> isAsExpected, TimeSpan? within = null)
    {
        T value = default!;
        await TrueAsync(async () => isAsExpected(value = await read()), within, () => $"Last seen: {value}");
        return value;
    }
}
