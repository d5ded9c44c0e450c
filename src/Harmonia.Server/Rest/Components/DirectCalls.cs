using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Rest.Components;

/// <summary>Makes calls that belong to no execution: a bounded number at once, each through its gate.</summary>
internal sealed partial class DirectCalls(TimeProvider time, ILogger<DirectCalls> logger)
{
    /// <summary>Calls at once, beside those of executions.</summary>
    private const int MaxAtOnce = 64;

    private int _running;

    /// <exception cref="ApiException">It was not made, or failed.</exception>
    public async Task<(JsonElement Output, TimeSpan Duration)> MakeAsync(
        DirectCall call, CancellationToken cancellationToken)
    {
        var executor = call.Component.Executor!;
        var gate = executor.GateOf(call.Call.Action);
        if (Interlocked.Increment(ref _running) > MaxAtOnce)
        {
            Interlocked.Decrement(ref _running);
            throw new ApiException(ComponentProblems.Busy($"{MaxAtOnce} such calls run already. Try again."));
        }

        try
        {
            Enter(gate, call.Component.Name);
            var begun = time.GetTimestamp();
            var outcome = await ThroughAsync(gate, executor, call, cancellationToken);
            return (OutputOf(outcome, call), time.GetElapsedTime(begun));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static void Enter(IGate? gate, string component)
    {
        if (gate?.TryEnter() == false)
        {
            throw new ApiException(gate.ShutBecause is { } reason
                ? ComponentProblems.Unavailable(component, reason)
                : ComponentProblems.Busy($"The component '{component}' has no free place now. Try again."));
        }
    }

    private async Task<TaskOutcome> ThroughAsync(
        IGate? gate, ITaskExecutor executor, DirectCall call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(call.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await executor.ExecuteAsync(call.Call, stop.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return TimedOut(call);
        }
        catch (Exception exception)
        {
            // As in an execution: a bug of an executor is a failure of its call.
            LogBug(logger, exception, call.Component.Name, call.Call.Action);
            return new TaskOutcome.Failed(new TaskFailure(
                FailureCodes.ComponentError,
                $"The component '{call.Component.Name}' broke: {exception.GetType().Name}.",
                Retryable: false));
        }
        finally
        {
            gate?.Leave(wasUsed: true);
        }
    }

    private static TaskOutcome.Failed TimedOut(DirectCall call) => new(new TaskFailure(
        FailureCodes.Timeout,
        $"'{call.Component.Name}.{call.Call.Action}' did not answer within {call.Timeout.TotalSeconds:0.###} s.",
        Retryable: true));

    private static JsonElement OutputOf(TaskOutcome outcome, DirectCall call) => outcome switch
    {
        TaskOutcome.Completed { Output: var output } when output.GetRawText().Length <= call.MaxOutput => output,
        TaskOutcome.Completed => throw new ApiException(ComponentProblems.Failed(new TaskFailure(
            FailureCodes.OutputTooLarge,
            $"The output has more than the {call.MaxOutput} characters that are kept.",
            Retryable: false))),
        TaskOutcome.Failed { Failure: var failure } => throw new ApiException(
            ComponentProblems.Failed(failure.Bounded())),
        TaskOutcome.Unavailable { Reason: var reason } => throw new ApiException(
            ComponentProblems.Unavailable(call.Component.Name, reason)),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {outcome}."),
    };

    [LoggerMessage(3121, LogLevel.Error, "The component {Component} broke in a direct call of {Action}.")]
    private static partial void LogBug(ILogger logger, Exception exception, string component, string action);
}
