using System.Text;
using System.Text.Json;

namespace Harmonia.Torture.Workers;

/// <summary>
/// The life of a worker process: takes attempts, is quick or slow with them, says what came of them until it is
/// answered, and writes the answer down. It ends when it is killed, or whoever started it is gone.
/// </summary>
internal sealed class WorkerMode(WorkerArguments arguments)
{
    public const string Component = "work";
    public const string Action = "make";

    private const int Slots = 8;
    private const int MaxQuickMilliseconds = 250;
    private const int SlowMilliseconds = 1_600;
    private const int MaxTries = 40;

    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(150);

    private readonly Random _random = new(arguments.Seed);
    private readonly Lock _writing = new();
    private readonly List<Task> _running = [];

    public async Task RunAsync(CancellationToken stopping)
    {
        using var client = Api.NewClient(arguments.Port);
        var gate = new ServerGate();
        gate.Open();
        var api = new Api(client, gate);
        while (!stopping.IsCancellationRequested)
        {
            _running.RemoveAll(task => task.IsCompletedSuccessfully);
            if (_running.Count >= Slots)
            {
                await await Task.WhenAny(_running);
                continue;
            }

            var body = $$"""
                {"worker_id":"{{arguments.Id}}","components":{"{{Component}}":["{{Action}}"]},
                 "slots":{{Slots - _running.Count}},"wait":3}
                """;
            var answer = await api.TryAsync(HttpMethod.Post, "/api/workers/poll", body, null, stopping);
            if (answer is not { IsSuccess: true })
            {
                await Task.Delay(RetryPeriod, stopping);
                continue;
            }

            foreach (var attempt in answer.Body.GetProperty("attempts").EnumerateArray())
            {
                _running.Add(MakeAsync(api, attempt, stopping));
            }
        }
    }

    private async Task MakeAsync(Api api, JsonElement attempt, CancellationToken stopping)
    {
        Write(200, BookLine.Take, attempt, tries: 1);
        var dice = _random.Next(100);
        var quick = TimeSpan.FromMilliseconds(_random.Next(MaxQuickMilliseconds));
        switch (dice)
        {
            case < 4:
                await SayAsync(api, attempt, BookLine.Release, "", stopping);
                break;
            case < 10 when attempt.GetProperty("attempt").GetInt32() == 1:
                await Task.Delay(quick, stopping);
                await SayAsync(api, attempt, BookLine.Fail, ",\"message\":\"It broke.\"", stopping);
                break;
            case < 14: // It forgets to say that it lives, and loses the attempt.
                await Task.Delay(SlowMilliseconds, stopping);
                await CompleteAsync(api, attempt, stopping);
                break;
            case < 22:
                await LastAsync(api, attempt, stopping);
                await CompleteAsync(api, attempt, stopping);
                break;
            default:
                await Task.Delay(quick, stopping);
                await CompleteAsync(api, attempt, stopping);
                break;
        }
    }

    /// <summary>Works for longer than a lease, and says now and then that it lives.</summary>
    private async Task LastAsync(Api api, JsonElement attempt, CancellationToken stopping)
    {
        const int Beats = 5;
        for (var beat = 0; beat < Beats; beat++)
        {
            await Task.Delay(SlowMilliseconds / Beats, stopping);
            var body = BodyOf(attempt, ",\"progress\":0.5");
            await api.TryAsync(HttpMethod.Post, "/api/workers/heartbeat", body, null, stopping);
        }
    }

    private Task CompleteAsync(Api api, JsonElement attempt, CancellationToken stopping) => SayAsync(
        api,
        attempt,
        BookLine.Complete,
        $$""","output":{"by":"{{arguments.Id}}","epoch":{{attempt.GetProperty("epoch").GetInt64()}}}""",
        stopping);

    /// <summary>Says it until the server takes or refuses it, and gives up when it is told to come later too often.
    /// </summary>
    private async Task SayAsync(Api api, JsonElement attempt, string verb, string rest, CancellationToken stopping)
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var answer = await api.TryAsync(
                HttpMethod.Post, $"/api/workers/{verb}", BodyOf(attempt, rest), null, stopping);
            if (answer is { IsBusy: false })
            {
                Write(answer.Status, verb, attempt, tries);
                return;
            }

            await Task.Delay(RetryPeriod, stopping);
        }
    }

    private string BodyOf(JsonElement attempt, string rest)
    {
        var fields = new StringBuilder($"{{\"worker_id\":\"{arguments.Id}\"");
        foreach (var field in (string[])["execution_id", "task", "attempt", "epoch", "lease_token"])
        {
            fields.Append($",\"{field}\":{attempt.GetProperty(field).GetRawText()}");
        }

        return fields.Append(rest).Append('}').ToString();
    }

    /// <summary>With the system at once: this process may be killed right after.</summary>
    private void Write(int status, string verb, JsonElement attempt, int tries)
    {
        var line = new BookLine(
            status,
            verb,
            attempt.GetProperty("execution_id").GetString()!,
            attempt.GetProperty("task").GetString()!,
            attempt.GetProperty("attempt").GetInt32(),
            attempt.GetProperty("epoch").GetInt64(),
            arguments.Id,
            tries,
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        lock (_writing)
        {
            File.AppendAllText(arguments.Book, $"{line}\n");
        }
    }
}
