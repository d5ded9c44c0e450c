using System.Globalization;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>Many subscribers of everything, some of which read slowly, while many executions are under way.</summary>
public class CrowdTests
{
    private const int Subscribers = 200;
    private const int SlowOneIn = 10;
    private const int Executions = 2_000;
    private const int StartsAtOnce = 64;
    private const int EventsOfOne = 2;

    private const string Single =
        """{ "name": "Single", "tasks": { "only": { "component": "test", "action": "ok" } } }""";

    [Fact]
    public async Task Everyone_in_a_crowd_gets_everything_in_order_whoever_reads_slowly()
    {
        await using var host = await LiveHost.StartAsync();
        var isStarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task<int>> subscribers = [];
        for (var number = 0; number < Subscribers; number++)
        {
            var stream = await EventStreamReader.OpenAsync(
                host.Client, "/events?after=0&types=workflow_started,workflow_completed");
            Assert.Equal("connected", (await stream.NextAsync())?.Event);

            // The slow ones take nothing until everything has happened.
            subscribers.Add(ReadAllAsync(stream, number % SlowOneIn == 0 ? isStarted.Task : Task.CompletedTask));
        }

        await Parallel.ForAsync(
            0,
            Executions,
            new ParallelOptions { MaxDegreeOfParallelism = StartsAtOnce },
            async (_, _) => await host.StartAsync(Single));
        isStarted.SetResult();

        foreach (var count in await Task.WhenAll(subscribers))
        {
            Assert.Equal(Executions * EventsOfOne, count);
        }
    }

    /// <returns>
    /// How many frames came, each with an id above the one before and the next version of its execution.
    /// </returns>
    private static async Task<int> ReadAllAsync(EventStreamReader stream, Task begin)
    {
        using var owned = stream;
        await begin;
        var (count, last) = (0, 0L);
        var open = new HashSet<string>(StringComparer.Ordinal);
        for (var ended = 0; ended < Executions; count++)
        {
            var frame = (await stream.NextAsync())!;
            var position = long.Parse(frame.Id!, CultureInfo.InvariantCulture);
            Assert.True(position > last, $"{position} came after {last}.");
            last = position;
            var execution = frame.Data.Split("\"execution_id\":\"", 2)[1][..36];
            if (frame.Event == "workflow_started")
            {
                Assert.True(open.Add(execution));
            }
            else
            {
                Assert.True(open.Remove(execution));
                ended++;
            }
        }

        return count;
    }
}
