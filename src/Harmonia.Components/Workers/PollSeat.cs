using Harmonia.Core.Executions;

namespace Harmonia.Components.Workers;

/// <summary>A poll that waits for attempts. Guarded by the broker's lock.</summary>
internal sealed class PollSeat(Worker worker) : Seat(worker)
{
    private readonly TaskCompletionSource<PollAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private List<LeasedAttempt> _taken = [];

    public override string Kind => "poll";

    public Task<PollAnswer> Answer => _answer.Task;

    public int Taken => _taken.Count;

    public long Bytes { get; private set; }

    /// <summary>Whether its time is up, and it waits for what is on its way only.</summary>
    public bool IsLate { get; set; }

    /// <summary>What it would have been answered.</summary>
    public IReadOnlyList<LeasedAttempt> Attempts => _taken;

    public override void Take(LeasedAttempt attempt)
    {
        _taken.Add(attempt);
        Bytes += JsonText.Size(attempt.Call.Input);
    }

    public override void ReturnPlace() => Free += IsLate ? 0 : 1;

    /// <summary>Answers with what it has, once.</summary>
    public void Reply(bool isDraining)
    {
        _answer.TrySetResult(new PollAnswer(_taken, isDraining));
        _taken = [];
    }
}

/// <summary>What a poll is answered.</summary>
/// <param name="Attempts">What the worker is to do.</param>
/// <param name="IsDraining">Whether it gets no more: it, or the server, is about to stop.</param>
public sealed record PollAnswer(IReadOnlyList<LeasedAttempt> Attempts, bool IsDraining);
