namespace Harmonia.Cli.Running;

/// <summary>Follows an execution to its end, and has it canceled when the person or the clock says so.</summary>
internal sealed record Following
{
    private const string Interrupted = "interrupted at the command line";
    private const string OutOfTime = "the time given on the command line is over";

    /// <summary>How long it may take; <see langword="null"/> for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    public required TimeProvider Time { get; init; }

    /// <param name="watch">Ends with the execution.</param>
    /// <param name="cancel">Asks for the cancellation, which ends the execution.</param>
    /// <param name="cancellationToken">Asks to stop: the execution is canceled, and its end still waited for.</param>
    public async Task ToTheEndAsync(Func<Task> watch, Func<string, Task> cancel, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(
            Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Token.Register(asked.SetResult);
        var watching = watch();
        if (await Task.WhenAny(watching, asked.Task) == asked.Task)
        {
            await cancel(cancellationToken.IsCancellationRequested ? Interrupted : OutOfTime);
        }

        await watching;
    }
}
