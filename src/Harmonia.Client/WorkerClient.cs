using System.Text.Json;

namespace Harmonia.Client;

/// <summary>A worker: comes for attempts, has a handler make them, and keeps and reports them.</summary>
/// <param name="client">The server. Its timeout must exceed the wait of a poll.</param>
/// <param name="options">Who it is, and what it does.</param>
/// <param name="handler">
/// Makes one attempt and gives its output; called for as many at once as there are slots. A
/// <see cref="WorkerFailureException"/> says how the attempt failed. The token is cancelled when nobody needs the
/// attempt any more, or it is another worker's.
/// </param>
public sealed class WorkerClient(
    HarmoniaClient client,
    WorkerOptions options,
    Func<WorkerAttempt, CancellationToken, Task<JsonElement>> handler)
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private const int MaxTries = 120;

    private readonly HashSet<Task> _running = [];

    /// <summary>Works until asked to stop, or told that there is no more; then finishes what it has.</summary>
    /// <param name="stopping">Takes no more attempts from then on.</param>
    /// <exception cref="HarmoniaException">The server does not let this worker in.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        var components = JsonSerializer.SerializeToElement(
            options.Components, HarmoniaJson.Wire.IReadOnlyDictionaryStringIReadOnlyListString);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                _running.RemoveWhere(attempt => attempt.IsCompleted);
                if (_running.Count >= options.Slots)
                {
                    await Task.WhenAny(_running).WaitAsync(stopping);
                    continue;
                }

                var polled = await PollAsync(components, stopping);
                foreach (var attempt in polled?.Attempts ?? [])
                {
                    _running.Add(MakeAsync(attempt));
                }

                if (polled is { Draining: true })
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It takes no more.
        }

        await Task.WhenAll(_running);
    }

    /// <returns><see langword="null"/> when the server could not be asked, which was waited for.</returns>
    private async Task<PollAttempts?> PollAsync(JsonElement components, CancellationToken stopping)
    {
        try
        {
            return await client.PollAsync(
                new PollBody(options.WorkerId, components)
                {
                    Slots = options.Slots - _running.Count,
                    Wait = options.Wait.TotalSeconds,
                },
                stopping);
        }
        catch (Exception exception) when (IsPassing(exception) && !stopping.IsCancellationRequested)
        {
            await Task.Delay(RetryPeriod, options.Time, stopping);
            return null;
        }
    }

    private async Task MakeAsync(WorkerAttempt attempt)
    {
        using var stop = new CancellationTokenSource();
        using var beats = new PeriodicTimer(TimeSpan.FromSeconds(attempt.HeartbeatInterval), options.Time);
        var beating = BeatAsync(attempt, beats, stop);
        Func<Task<WorkerReportAnswer>> report;
        try
        {
            var output = await handler(attempt, stop.Token);
            report = () => client.CompleteAsync(
                Body(ReportOf(attempt) with { Output = output }), CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            report = () => client.ReleaseAsync(Body(ReportOf(attempt)), CancellationToken.None);
        }
        catch (WorkerFailureException failure)
        {
            report = () => client.FailAsync(
                Body(ReportOf(attempt) with
                {
                    ErrorType = failure.ErrorType,
                    Message = failure.Message,
                    Retryable = failure.Retryable,
                }),
                CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The boundary of somebody else's code: a bug there fails the attempt, and the worker goes on.
            report = () => client.FailAsync(
                Body(ReportOf(attempt) with
                {
                    ErrorType = "component_error",
                    Message = $"The handler broke: {exception.GetType().Name}.",
                }),
                CancellationToken.None);
        }

        await SayAsync(report);
        beats.Dispose();
        await beating;
    }

    /// <summary>Says that the attempt lives until it is over, and stops it when it is not needed.</summary>
    private async Task BeatAsync(WorkerAttempt attempt, PeriodicTimer beats, CancellationTokenSource stop)
    {
        while (await beats.WaitForNextTickAsync(CancellationToken.None))
        {
            try
            {
                var answer = await client.HeartbeatAsync(Body(ReportOf(attempt)), CancellationToken.None);
                if (answer.Items is [{ Canceled: true } or { Status: "stale" }])
                {
                    await stop.CancelAsync();
                    return;
                }
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                // The next one may be heard.
            }
        }
    }

    /// <summary>Says something until the server has taken it, or it does not matter any more.</summary>
    private async Task SayAsync(Func<Task<WorkerReportAnswer>> report)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            try
            {
                if ((await report()).Items is not [{ Status: "later" }])
                {
                    return;
                }
            }
            catch (HarmoniaException exception) when (!IsPassing(exception))
            {
                return; // It cannot be taken, such as an output that is too large: the lease runs out.
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                // Said again; it counts once.
            }

            await Task.Delay(RetryPeriod, options.Time, CancellationToken.None);
        }
    }

    private WorkerReportBody Body(AttemptReport report) => new(options.WorkerId, [report]);

    private static AttemptReport ReportOf(WorkerAttempt attempt) =>
        new(attempt.ExecutionId, attempt.Task, attempt.Attempt, attempt.Epoch) { LeaseToken = attempt.LeaseToken };

    private static bool IsPassing(Exception exception) =>
        exception is HttpRequestException or IOException or TaskCanceledException or HarmoniaException { Status: 503 };
}
