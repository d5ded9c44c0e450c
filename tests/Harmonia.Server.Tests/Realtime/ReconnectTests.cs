using System.Globalization;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>Subscribers that are cut again and again while executions are under way miss nothing.</summary>
public class ReconnectTests
{
    private const int Subscribers = 50;
    private const int Executions = 30;
    private const int MostFrames = 25;
    private const int Seed = 20260131;

    [Fact]
    public async Task Subscribers_that_are_cut_at_random_get_everything_once_and_in_order()
    {
        await using var host = await LiveHost.StartAsync();
        var subscribers = Enumerable.Range(0, Subscribers)
            .Select(number => FollowAsync(host, new Random(Seed + number)))
            .ToList();
        List<ExecutionId> ids = [];
        for (var count = 0; count < Executions; count++)
        {
            ids.Add(await host.StartAsync(count % 3 == 0 ? LiveHost.Waiting : LiveHost.Quick));
        }

        host.Executor.Release();
        foreach (var id in ids)
        {
            await host.AllAsync(id);
        }

        var log = await host.Store.ReadFeedAsync(0, int.MaxValue, CancellationToken.None);
        var expected = log.Select(recorded => recorded.Position).ToList();
        foreach (var positions in await Task.WhenAll(subscribers))
        {
            Assert.Equal(expected, positions);
        }
    }

    /// <summary>
    /// Follows the stream of all, leaving after a few frames and returning, until every execution has ended.
    /// </summary>
    private static async Task<List<long>> FollowAsync(LiveHost host, Random random)
    {
        List<long> positions = [];
        for (var ended = 0; ended < Executions;)
        {
            var last = positions.Count == 0 ? "0" : positions[^1].ToString(CultureInfo.InvariantCulture);
            using var stream = await EventStreamReader.OpenAsync(host.Client, "/events", last);
            Assert.Equal("connected", (await stream.NextAsync())?.Event);
            for (var frames = random.Next(1, MostFrames); frames > 0 && ended < Executions; frames--)
            {
                var frame = (await stream.NextAsync())!;
                positions.Add(long.Parse(frame.Id!, CultureInfo.InvariantCulture));
                ended += frame.Event == "workflow_completed" ? 1 : 0;
            }
        }

        return positions;
    }
}
