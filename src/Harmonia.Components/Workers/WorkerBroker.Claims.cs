using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <content>What workers say of the attempts that they have.</content>
public sealed partial class WorkerBroker
{
    private const string NotYours =
        "The attempt is not this worker's, or not any more: its lease was over, or it was given back. Stop working on "
        + "it.";

    private const string HasEnded =
        "The attempt has ended, or nobody needs it any more. Stop working on it.";

    /// <summary>A worker is alive, and perhaps says how far it is.</summary>
    /// <param name="claim">Of which attempt.</param>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="message">For people.</param>
    /// <param name="details">Self-contained JSON that whoever does this task next is given.</param>
    public ClaimOutcome Heartbeat(LeaseClaim claim, double? fraction, string? message, JsonElement? details)
    {
        Assignment assignment;
        ClaimOutcome outcome;
        lock (_lock)
        {
            if (Check(claim, out var lease) is { } refused)
            {
                return refused;
            }

            assignment = lease!.Assignment;
            if (assignment.IsCanceled)
            {
                return new ClaimOutcome.Renewed(UntilOf(lease), IsCanceled: true);
            }

            assignment.LastDetails = details ?? assignment.LastDetails;
            _due.Set(lease, _due.Now + assignment.LeaseLength);
            outcome = new ClaimOutcome.Renewed(UntilOf(lease), IsCanceled: false);
        }

        if (fraction is not null || message is not null || details is not null)
        {
            assignment.Call.Progress.Report(fraction, message, details);
        }

        return outcome;
    }

    /// <summary>An attempt is done. Said twice, it counts once.</summary>
    /// <param name="claim">Of which attempt.</param>
    /// <param name="output">Self-contained JSON.</param>
    public Task<ClaimOutcome> CompleteAsync(LeaseClaim claim, JsonElement output) =>
        EndAsync(claim, new TaskOutcome.Completed(output), AttemptEnd.PrintOf("completed", output));

    /// <summary>An attempt has failed. Said twice, it counts once.</summary>
    /// <param name="claim">Of which attempt.</param>
    /// <param name="failure">Why.</param>
    public Task<ClaimOutcome> FailAsync(LeaseClaim claim, TaskFailure failure) => EndAsync(
        claim,
        new TaskOutcome.Failed(failure),
        AttemptEnd.PrintOf(
            $"{failure.Code}\n{failure.Retryable}\n{failure.Message}", failure.Details ?? JsonText.Null));

    /// <summary>A worker gives an attempt back that it has not begun: another gets it.</summary>
    /// <param name="claim">Of which attempt.</param>
    public ClaimOutcome Release(LeaseClaim claim)
    {
        Assignment? givenUp = null;
        lock (_lock)
        {
            if (Check(claim, out var lease) is { } refused)
            {
                return refused;
            }

            var assignment = lease!.Assignment;
            if (!assignment.IsCanceled && ++assignment.Releases > _options.MaxReleases)
            {
                givenUp = assignment;
                Drop(assignment);
            }
            else
            {
                TakeBack(lease);
            }
        }

        givenUp?.Outcome.TrySetResult(new TaskOutcome.Failed(new TaskFailure(
            FailureCodes.ReleasedTooOften,
            $"Workers gave the attempt back more than {_options.MaxReleases} times.",
            Retryable: true)));
        RaiseNews();
        return new ClaimOutcome.Accepted(IsRepeated: false);
    }

    private async Task<ClaimOutcome> EndAsync(LeaseClaim claim, TaskOutcome outcome, UInt128 print)
    {
        AttemptEnd? end;
        var isRepeated = true;
        Assignment? ended = null;
        lock (_lock)
        {
            end = _ends.Find(claim.Key);
            if (end?.IsSameAs(claim, print) != true)
            {
                if (Check(claim, out var lease) is { } refused)
                {
                    return refused;
                }

                ended = lease!.Assignment;
                if (ended.IsCanceled)
                {
                    Drop(ended);
                    end = null;
                }
                else
                {
                    isRepeated = false;
                    ended.End = end = new AttemptEnd(claim.WorkerId, claim.Epoch, print);
                    _ends.Add(claim.Key, end);
                    Drop(ended);
                }
            }
        }

        RaiseNews();
        if (end is null)
        {
            return new ClaimOutcome.Stale(null, HasEnded);
        }

        if (!isRepeated)
        {
            ended!.Outcome.TrySetResult(outcome);
        }

        return await StoredAsync(end, isRepeated);
    }

    private async Task<ClaimOutcome> StoredAsync(AttemptEnd end, bool isRepeated)
    {
        try
        {
            return await end.Stored.WaitAsync(_options.StoreWait, _time)
                ? new ClaimOutcome.Accepted(isRepeated)
                : new ClaimOutcome.Later("The server stops; whether this is stored is not known. Say it again.");
        }
        catch (TimeoutException)
        {
            return new ClaimOutcome.Later("It is not stored yet. Say it again.");
        }
    }

    /// <summary>Whether a worker has what it speaks of.</summary>
    /// <param name="claim">What it says.</param>
    /// <param name="lease">What it has.</param>
    /// <returns>Why not; <see langword="null"/> when it has.</returns>
    private ClaimOutcome? Check(LeaseClaim claim, out Lease? lease)
    {
        lease = null;
        if (_workers.TryGetValue(claim.WorkerId, out var worker))
        {
            See(worker);
        }

        if (!_assignments.TryGetValue(claim.Key, out var assignment))
        {
            return CheckUnknown(claim);
        }

        if (assignment.Lease is { } held)
        {
            if (held.Epoch == claim.Epoch && held.Worker.Id == claim.WorkerId)
            {
                lease = held;
                return null;
            }

            if (!IsLaterHolder(claim, held))
            {
                return new ClaimOutcome.Stale(held.Epoch, NotYours);
            }
        }
        else if (!assignment.IsResuming || claim.Epoch >= _startedEpoch || !_seal.IsGenuine(claim))
        {
            return new ClaimOutcome.Stale(null, NotYours);
        }

        // It had the attempt when the last process ended, and goes on.
        worker ??= Greet(new WorkerProfile(claim.WorkerId, []));
        if (worker is null)
        {
            return new ClaimOutcome.Later("There are as many workers as there may be.");
        }

        if (assignment.Lease is { } earlier)
        {
            End(earlier);
        }

        assignment.IsResuming = false;
        _due.Remove(assignment);
        lease = Grant(assignment, worker, claim.Epoch, worker.Seat as StandingSeat);
        return null;
    }

    /// <summary>
    /// Of several who had the attempt before the process began, the last one counts, whoever speaks first.
    /// </summary>
    private bool IsLaterHolder(LeaseClaim claim, Lease held) =>
        held.Epoch < claim.Epoch && claim.Epoch < _startedEpoch && _seal.IsGenuine(claim);

    private ClaimOutcome CheckUnknown(LeaseClaim claim)
    {
        if (_isDraining)
        {
            return new ClaimOutcome.Later("The server stops. Say it to the next one.");
        }

        return _due.Now - _startedAt < _options.ResumeWindow
            && _ends.Find(claim.Key) is null
            && claim.Epoch < _startedEpoch
            && _seal.IsGenuine(claim)
            ? new ClaimOutcome.Later("The server has just started and does not know the attempt yet. Say it again.")
            : new ClaimOutcome.Stale(null, HasEnded);
    }
}
