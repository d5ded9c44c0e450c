using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <content>Partial results: whoever brings more than can be worked on waits for its answer.</content>
internal sealed partial class ExecutionRunner
{
    /// <summary>Answers that are held back, one for each call that streams at most.</summary>
    private readonly List<(string Producer, TaskCompletionSource<CommandReply> Reply, CommandReply Answer)> _held = [];

    /// <summary>Brings a partial result and waits until it is stored and there is room for another.</summary>
    public async Task<Decision> ReportChunkAsync(ReportChunk chunk, CancellationToken cancellationToken)
    {
        var reply = new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Post(new Envelope(chunk, reply, null), always: true) != PostResult.Posted)
        {
            throw new OperationCanceledException("The execution is not worked on here any more.");
        }

        return await reply.Task.WaitAsync(cancellationToken) switch
        {
            CommandReply.Decided decided => decided.Decision,
            _ => throw new OperationCanceledException("The execution is not worked on any more."),
        };
    }

    private void Reply(ExecutionState state, in Answered answered)
    {
        var answer = new CommandReply.Decided(answered.Decision, state.Status, state.Version, state.CreatedAt);
        if (answered is { Command: ReportChunk chunk, Decision: Decision.Accepted } && state.IsStreamFull(chunk.Task))
        {
            _held.Add((chunk.Task, answered.Reply, answer));
            return;
        }

        answered.Reply.TrySetResult(answer);
    }

    /// <summary>Lets go on who waited for room.</summary>
    private void ReleaseHeld(ExecutionState state)
    {
        for (var index = _held.Count - 1; index >= 0; index--)
        {
            var (producer, reply, answer) = _held[index];
            if (!state.IsStreamFull(producer))
            {
                _held.RemoveAt(index);
                reply.TrySetResult(answer);
            }
        }
    }

    /// <summary>Who waits for what was decided about its command.</summary>
    private readonly record struct Answered(
        ExecutionCommand Command, TaskCompletionSource<CommandReply> Reply, Decision Decision);
}
