using System.Globalization;

namespace Harmonia.Torture;

/// <summary>Client loops that start executions, repeat what was not answered, and act as operators on some.</summary>
internal sealed class Load(
    Api api,
    IReadOnlyList<Shape> shapes,
    StartRecords records,
    ExecutionReaders readers,
    Violations violations,
    int seed)
{
    private const int MaxNumber = 100_000;
    private const int MaxRestMilliseconds = 250;
    private const int MaxHoldMilliseconds = 400;

    private readonly Dictionary<string, string> _workflowIds = new(StringComparer.Ordinal);

    /// <summary>Saves the workflows; once, before the first loop.</summary>
    public async Task SaveWorkflowsAsync(CancellationToken cancellationToken)
    {
        foreach (var shape in shapes)
        {
            var (answer, _) = await api.SendAsync(
                HttpMethod.Post, "/api/workflows", shape.Definition, null, cancellationToken);
            if (!answer.IsSuccess)
            {
                throw new InvalidOperationException($"The workflow {shape.Name} was refused: {answer}");
            }

            _workflowIds[shape.Name] = answer.Body.GetProperty("workflow_id").GetString()!;
        }
    }

    /// <summary>One client: starts executions until it is asked to stop, and finishes what it has begun.</summary>
    public async Task RunClientAsync(int client, CancellationToken stop, CancellationToken cancellationToken)
    {
        var random = new Random(HashCode.Combine(seed, client));
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var shape = shapes[random.Next(shapes.Count)];
            var input = new Input(random.Next(MaxNumber), 0.2 + (random.Next(800) / 1000.0));
            var key = string.Create(CultureInfo.InvariantCulture, $"torture-{seed}-{client}-{number}");
            var record = new StartRecord(key, shape, input);
            records.Add(record);
            if (await StartAsync(record, cancellationToken))
            {
                await SignalAsync(record, 1, record.Shape.Signals / 2, cancellationToken);
                await OperateAsync(record, random, cancellationToken);
                await SignalAsync(record, 1 + (record.Shape.Signals / 2), record.Shape.Signals, cancellationToken);
            }

            // The load has a rate, so that the server is busy but not backed up when it is killed.
            await Task.Delay(random.Next(MaxRestMilliseconds), cancellationToken);
        }
    }

    /// <summary>Starts again with every key and compares the ids; nothing new may begin.</summary>
    public async Task RepeatAsync(IEnumerable<StartRecord> started, CancellationToken cancellationToken)
    {
        foreach (var record in started)
        {
            await RepeatAsync(record, cancellationToken);
        }
    }

    private async Task<bool> StartAsync(StartRecord record, CancellationToken cancellationToken)
    {
        var (answer, _) = await PostAsync(record, cancellationToken);
        if (!answer.IsSuccess)
        {
            violations.Add($"The start {record.Key} of {record.Shape.Name} was refused: {answer}");
            return false;
        }

        records.Acknowledge(record, answer.Body.GetProperty("execution_id").GetString()!);
        return true;
    }

    private async Task RepeatAsync(StartRecord record, CancellationToken cancellationToken)
    {
        var (answer, _) = await PostAsync(record, cancellationToken);
        var id = answer.IsSuccess ? answer.Body.GetProperty("execution_id").GetString() : null;
        violations.Check(
            id == record.Execution, $"The start {record.Key} was repeated and gave: {answer}", record.Execution);
    }

    private Task<(Answer Answer, bool WasUnknown)> PostAsync(StartRecord record, CancellationToken cancellationToken) =>
        record.Checkpoint is { } checkpoint
            ? api.SendAsync(
                HttpMethod.Post, $"/api/checkpoints/{checkpoint}/restore", "{}", record.Key, cancellationToken)
            : api.SendAsync(
                HttpMethod.Post,
                "/api/executions",
                $$"""{"workflow_id":"{{_workflowIds[record.Shape.Name]}}","input":{{record.Input.Json}}}""",
                record.Key,
                cancellationToken);

    private async Task OperateAsync(StartRecord record, Random random, CancellationToken cancellationToken)
    {
        var hold = random.Next(MaxHoldMilliseconds);
        switch (random.Next(12))
        {
            case 0:
                await RepeatAsync(record, cancellationToken);
                break;
            case 1:
                await Task.Delay(hold / 4, cancellationToken);
                await CancelAsync(record, cancellationToken);
                break;
            case 2:
                await PauseAsync(record, hold, cancellationToken);
                break;
            case 3 or 4:
                readers.Follow(record.Execution!, random.Next(), cancellationToken);
                break;
            case 5 or 6:
                await RestoreAsync(record, hold, cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Takes a checkpoint, and goes on from it a while later: perhaps after a crash, perhaps after the original's end.
    /// </summary>
    private async Task RestoreAsync(StartRecord record, int hold, CancellationToken cancellationToken)
    {
        await Task.Delay(hold / 4, cancellationToken);
        var (taken, _) = await api.SendAsync(
            HttpMethod.Post,
            "/api/checkpoints",
            $$"""{"execution_id":"{{record.Execution}}"}""",
            $"{record.Key}-checkpoint",
            cancellationToken);
        violations.Check(
            taken.IsSuccess || taken.Status == 400, $"A checkpoint was answered by {taken}", record.Execution);
        if (!taken.IsSuccess)
        {
            return; // It had ended already.
        }

        await Task.Delay(hold, cancellationToken);
        var restored = new StartRecord($"{record.Key}-restored", record.Shape, record.Input)
        {
            Checkpoint = taken.Body.GetProperty("checkpoint_id").GetString(),
        };
        records.Add(restored);
        if (await StartAsync(restored, cancellationToken))
        {
            await SignalAsync(restored, 1, restored.Shape.Signals, cancellationToken); // It knows some of them already.
        }
    }

    /// <summary>Sends the signals with these numbers, the first one twice.</summary>
    private async Task SignalAsync(StartRecord record, int first, int last, CancellationToken cancellationToken)
    {
        foreach (var number in Enumerable.Range(first, last - first + 1).Prepend(first).Where(number => number <= last))
        {
            var (answer, _) = await api.SendAsync(
                HttpMethod.Post,
                $"/api/executions/{record.Execution}/signals",
                $$$"""{"name":"next","id":"{{{number}}}","payload":{"number":{{{number}}}}}""",
                null,
                cancellationToken);
            violations.Check(
                answer.IsSuccess || answer.Status == 409,
                $"Signal {number} was answered by {answer}",
                record.Execution);
        }
    }

    private async Task CancelAsync(StartRecord record, CancellationToken cancellationToken)
    {
        var (answer, wasUnknown) = await CommandAsync(record, "cancel", cancellationToken);
        record.CancelAcknowledged = answer.IsSuccess;
        record.CancelUnknown = wasUnknown;
        violations.Check(
            answer.IsSuccess || answer.Status == 409, $"Canceling was answered by {answer}", record.Execution);
    }

    /// <summary>Pauses, looks whether it stays paused (perhaps over a crash), and resumes.</summary>
    private async Task PauseAsync(StartRecord record, int hold, CancellationToken cancellationToken)
    {
        var (paused, wasUnknown) = await CommandAsync(record, "pause", cancellationToken);
        record.PauseAcknowledged = paused.IsSuccess;
        violations.Check(
            paused.IsSuccess || paused.Status == 409, $"Pausing was answered by {paused}", record.Execution);
        if (!paused.IsSuccess && !wasUnknown)
        {
            return;
        }

        await Task.Delay(hold, cancellationToken);
        if (paused.IsSuccess)
        {
            var shown = await api.GetAsync($"/api/executions/{record.Execution}", cancellationToken);
            violations.Check(
                IsPausedOrEnding(shown), $"It was paused and is shown as {shown}", record.Execution);
        }

        var (resumed, _) = await CommandAsync(record, "resume", cancellationToken);
        violations.Check(
            resumed.IsSuccess || resumed.Status == 409, $"Resuming was answered by {resumed}", record.Execution);
    }

    /// <summary>Calls that run while it is paused go on, and the last one may end it.</summary>
    private static bool IsPausedOrEnding(Answer shown) =>
        shown.IsSuccess
        && shown.Body.GetProperty("status").GetString() is "paused" or "completed" or "failed";

    private Task<(Answer Answer, bool WasUnknown)> CommandAsync(
        StartRecord record, string command, CancellationToken cancellationToken) =>
        api.SendAsync(
            HttpMethod.Post,
            $"/api/executions/{record.Execution}/{command}",
            "{}",
            $"{record.Key}-{command}",
            cancellationToken);
}
