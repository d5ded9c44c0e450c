using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Engine.Dispatch;

/// <summary>Who hears how an attempt ended.</summary>
internal interface IAttemptObserver
{
    void Report(ExecutionCommand report);

    /// <summary>The call is over, and nothing more comes of it; said before the report.</summary>
    void Ended(TaskCall call);
}

/// <summary>One call that runs: started only after its start was stored, and reported once whatever happens.</summary>
[SuppressMessage(
    "Reliability",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "Nobody takes the source's wait handle and it has no timer, so there is nothing to dispose of.")]
internal sealed partial class Attempt(
    TaskCall call,
    Slot slot,
    Dispatcher dispatcher,
    IAttemptObserver observer,
    TaskProgress progress,
    ILogger logger) : IThreadPoolWorkItem
{
    private readonly CancellationTokenSource _stop = new();
    private bool _wasSilent;

    public int Number => call.Attempt;

    /// <summary>Sends the call on its way, on the thread pool.</summary>
    public void Begin() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Asks the call to stop: its outcome is of no interest any more.</summary>
    /// <remarks>What the call does about it is done elsewhere: it may take long, and it may break.</remarks>
    public void Stop() => _ = _stop.CancelAsync();

    void IThreadPoolWorkItem.Execute() => _ = ExecuteAsync();

    private async Task ExecuteAsync()
    {
        var begunAt = Stopwatch.GetTimestamp();
        var outcome = await CallAsync();
        progress.End();
        if (_wasSilent && outcome is TaskOutcome.Failed)
        {
            outcome = Failed(
                FailureCodes.HeartbeatTimeout,
                $"The attempt was silent for longer than {call.HeartbeatTimeout?.TotalSeconds:0.###} s.");
        }

        EngineMetrics.RecordCall(begunAt, slot.Executor.Component, outcome is TaskOutcome.Completed);
        dispatcher.Release(slot, wasUsed: true);
        observer.Ended(call);
        if (outcome is not TaskOutcome.Completed && _stop.IsCancellationRequested && !_wasSilent)
        {
            return; // It stopped because we asked it to. Whoever asked knows what became of the task.
        }

        observer.Report(outcome switch
        {
            TaskOutcome.Completed completed =>
                new CompleteTask(call.Task, call.Attempt, completed.Output) { Usage = outcome.Usage },
            TaskOutcome.Failed failed =>
                new FailTask(call.Task, call.Attempt, failed.Failure) { Usage = outcome.Usage },
            TaskOutcome.Unavailable unavailable =>
                new ReturnTask(call.Task, call.Attempt, unavailable.Reason) { Usage = outcome.Usage },
            _ => throw new UnreachableException($"Outcome {outcome.GetType().Name} has no report."),
        });
    }

    private async ValueTask<TaskOutcome> CallAsync()
    {
        try
        {
            if (!slot.Executor.SurvivesRestart)
            {
                progress.WatchSilence(call.HeartbeatTimeout, StopSilent);
            }

            return await slot.Executor.ExecuteAsync(call, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return Failed(FailureCodes.Canceled, "The call was asked to stop.");
        }
        catch (Exception exception)
        {
            // The boundary of somebody else's code: a bug there fails the attempt and nothing else.
            LogBroken(logger, slot.Executor.Component, call.Action, call.ExecutionId, call.Task, exception);
            return Failed(FailureCodes.ComponentError, $"The executor broke: {exception.GetType().Name}.");
        }
    }

    private void StopSilent()
    {
        _wasSilent = true;
        Stop();
    }

    private static TaskOutcome.Failed Failed(string code, string message) =>
        new(new TaskFailure(code, message, Retryable: true));

    [LoggerMessage(2101, LogLevel.Error, "Executor {Component}.{Action} broke in execution {Execution}, task {Task}.")]
    private static partial void LogBroken(
        ILogger logger, string component, string action, ExecutionId execution, string task, Exception exception);
}
