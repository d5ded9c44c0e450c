using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <summary>An attempt that the engine has started, until it has ended. Guarded by the broker's lock.</summary>
internal sealed class Assignment(ActionGate gate, TaskCall call, TimeSpan leaseLength) : Due
{
    public ActionGate Gate => gate;

    public TaskCall Call => call;

    public AttemptKey Key { get; } = new(call.ExecutionId, call.Task, call.Attempt);

    public TimeSpan LeaseLength => leaseLength;

    public TimeSpan HeartbeatInterval => leaseLength / 3;

    /// <summary>Who has it; <see langword="null"/> while nobody has.</summary>
    public Lease? Lease { get; set; }

    /// <summary>Whether it waits for whoever had it before the process began; it is due when that was long enough.
    /// </summary>
    public bool IsResuming { get; set; }

    /// <summary>Whether nobody needs it any more.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>Where it waits for a worker; <see langword="null"/> when it does not.</summary>
    public LinkedListNode<Assignment>? Waiting { get; set; }

    public long LastEpoch { get; set; }

    public int Releases { get; set; }

    public JsonElement? LastDetails { get; set; } = call.LastDetails;

    /// <summary>How it ended, for its worker; <see langword="null"/> before.</summary>
    public AttemptEnd? End { get; set; }

    public TaskCompletionSource<TaskOutcome> Outcome { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
