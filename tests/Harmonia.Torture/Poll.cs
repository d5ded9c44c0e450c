using System.Diagnostics;

namespace Harmonia.Torture;

/// <summary>Asks again until something holds or its time is over: a process and its API cannot be awaited.</summary>
internal static class Poll
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    /// <returns>Whether it held in time.</returns>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> holds, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < limit; await Task.Delay(Period, cancellationToken))
        {
            if (await holds())
            {
                return true;
            }
        }

        return false;
    }
}
