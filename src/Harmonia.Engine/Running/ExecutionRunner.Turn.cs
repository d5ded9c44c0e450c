using System.Diagnostics;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <content>One turn: decide, append, answer, dispatch.</content>
internal sealed partial class ExecutionRunner
{
    private readonly List<ExecutionEvent> _events = [];
    private readonly List<Answered> _answers = [];

    /// <returns><see langword="false"/> when somebody else appended first and all must be decided again.</returns>
    private async ValueTask<bool> TryTurnAsync(List<Envelope> batch)
    {
        _events.Clear();
        _answers.Clear();
        _heard.Clear();
        _hasMoreEnds = false;
        RecoverStarts();
        if (_state is null && !await TryLoadAsync(batch))
        {
            return true;
        }

        var state = _state!;
        var version = state.Version - _events.Count; // Taking it up may have interrupted attempts already.
        DecideAll(state, batch);
        StartReady(state);
        if (_events.Count == 0 && _heard.Count == 0)
        {
            Answer(state);
            GoOn();
            return true;
        }

        var now = services.Time.GetUtcNow();
        var head = Heads.Next(_head, state, _plan, now, always: _heard.Count > 0);
        var begunAt = Stopwatch.GetTimestamp();
        var outcome = await services.Store.AppendAsync(
            new Append(id, version, [.. _events])
            {
                Head = head,
                Checkpoints = Checkpoints.Of(id, version, _events),
                Waits = WaitRows.Of(state, state.TakeWaitChanges()),
                Definition = version == 0 ? _seed?.Stored : null,
                EndOfChild = EndForParent(state, version, now),
                Heard = [.. _heard],
            },
            services.Stopping);
        EngineMetrics.RecordAppend(begunAt);
        if (outcome == AppendOutcome.Conflict)
        {
            return false;
        }

        _head = head ?? _head;
        _seed = null;
        EngineMetrics.Record(_events, from: Checkpoints.FirstOwn(_events));
        StopEnded();
        DispatchStarts();
        ReportEnd(state);
        Answer(state);
        await _trimmer.TrimAsync(state, services.Stopping);
        GoOn();
        return true;
    }

    /// <summary>A decision that grew too large was stored before its end: the next turn takes it up.</summary>
    private void GoOn()
    {
        SendOrders();
        if (_hasMoreEnds)
        {
            ForgetState(); // Loading it again takes in the next ones.
        }

        if (_plan.MoreToDecide || _hasMoreEnds)
        {
            Post(new Envelope(new Tick(), null, null), always: true);
        }
    }

    private void DecideAll(ExecutionState state, List<Envelope> batch)
    {
        foreach (var envelope in batch)
        {
            if (envelope.Command is { } command)
            {
                Decide(state, command, envelope.Reply);
            }
        }

        _plan = state.Plan();
        if (_plan.WakeAt <= services.Time.GetUtcNow())
        {
            Decide(state, new Tick(), null);
            _plan = state.Plan();
        }
    }

    private void Decide(ExecutionState state, ExecutionCommand command, TaskCompletionSource<CommandReply>? reply)
    {
        var now = services.Time.GetUtcNow();
        Hear(command);
        // A clock that is set back must not make history run backwards, nor must a new runner forget how far it was.
        _lastAt = Latest(now, Latest(_lastAt, state.LastAt));
        var decision = ExecutionDecider.Decide(
            state, command with { At = _lastAt, Jitter = Random.Shared.NextDouble() });
        if (decision is Decision.Accepted accepted)
        {
            _events.AddRange(accepted.Events);
        }

        if (reply is not null)
        {
            _answers.Add(new Answered(command, reply, decision));
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private void Answer(ExecutionState state)
    {
        foreach (var answered in _answers)
        {
            Reply(state, answered);
        }

        ReleaseHeld(state);
    }
}
