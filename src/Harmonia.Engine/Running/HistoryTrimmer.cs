using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>
/// Removes what the history of an execution does not need any more: the events of iterations that are long past.
/// </summary>
/// <remarks>
/// Never in the way of a decision: what was stored stays valid without it, and a crash in between only leaves events
/// that the next time removes. Each time reads what is kept, which is why it waits until enough has come together.
/// </remarks>
internal sealed class HistoryTrimmer(IExecutionStore store)
{
    /// <summary>Events that come together before it is looked what can go.</summary>
    private const int Period = 4_000;

    private const int PageSize = 4_096;

    private long _trimmedAt;

    /// <summary>Trims when it is time.</summary>
    /// <param name="state">The execution; all of it is stored.</param>
    /// <param name="cancellationToken">Gives up; what was removed by then stays removed.</param>
    public async ValueTask TrimAsync(ExecutionState state, CancellationToken cancellationToken)
    {
        if (!state.HasLooped || state.OwesOrders || state.Version - _trimmedAt < Period)
        {
            return;
        }

        _trimmedAt = state.Version;
        var ranges = await FindAsync(state, cancellationToken);
        if (ranges.Count > 0)
        {
            state.Forget(await store.ForgetAsync(state.Id, ranges, cancellationToken));
        }
    }

    private async ValueTask<List<VersionRange>> FindAsync(ExecutionState state, CancellationToken cancellationToken)
    {
        var ranges = new List<VersionRange>();
        var after = state.LastCheckpointVersion; // A checkpoint needs what there was when it was taken.
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await store.ReadAsync(state.Id, after, PageSize, cancellationToken);
            foreach (var recorded in page)
            {
                after = recorded.Version;
                if (!state.CanForget(recorded.Version, recorded.Event))
                {
                    continue;
                }

                if (ranges.Count > 0 && ranges[^1].Last == recorded.Version - 1)
                {
                    ranges[^1] = ranges[^1] with { Last = recorded.Version };
                }
                else
                {
                    ranges.Add(new VersionRange(recorded.Version, recorded.Version));
                }
            }
        }
        while (page.Count >= PageSize);

        return ranges;
    }
}
