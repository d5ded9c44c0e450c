using System.Globalization;

namespace Harmonia.Torture.Workers;

/// <summary>Workers in processes of their own that suffer, beside a server that is killed.</summary>
internal sealed class WorkersTorture(TortureOptions options, ServerPlace place)
{
    private const int MaxRestMilliseconds = 120;
    private const int MaxLifeMilliseconds = 4_000;
    private const string Start =
        """
        {"workflow":{"name":"order","defaults":{"retry_policy":{"max_retries":20,"initial_delay":0.05,"max_delay":0.2}},
         "tasks":{
          "first":{"component":"work","action":"make","input":{"n":1}},
          "left":{"component":"work","action":"make","depends_on":["first"]},
          "middle":{"component":"work","action":"make","depends_on":["first"]},
          "right":{"component":"work","action":"make","depends_on":["first"]},
          "last":{"component":"work","action":"make","depends_on":["left","middle","right"]}}}}
        """;

    private static readonly string[] Names = ["anna", "bert", "carl"];

    private readonly Violations _violations = new();
    private readonly ServerGate _gate = new();
    private readonly List<string> _executions = [];

    /// <returns>Whether every promise was kept.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var client = Api.NewClient(place.Port);
        var api = new Api(client, _gate);
        await using var rounds = new Rounds(place, api, _gate, new StartRecords(), _violations, options)
        {
            MaxLifeMilliseconds = MaxLifeMilliseconds,
        };
        var lease = TimeSpan.FromSeconds(place.WorkerLease);
        var workers = Names
            .Select((name, index) => new WorkerPlace(name, place.Folder, place.Port, lease, options.Seed + index))
            .ToArray();
        var checks = new WorkersChecks(api, _executions, workers, rounds.Starts, _violations);
        try
        {
            await rounds.StartAsync(cancellationToken);
            await IntroduceAsync(api, cancellationToken);
            await TormentAsync(api, rounds, workers, cancellationToken);
            await checks.AwaitEndsAsync(cancellationToken);
            await Task.WhenAll(workers.Select(worker => worker.KillAsync()));
            await checks.CheckAsync(cancellationToken);
            await Report.PrintViolationsAsync(_violations, api, cancellationToken);
            var printed = _violations.Count;
            await rounds.StopAsync();
            await DatabaseCheck.RunAsync(place.DataFolder, checks.Events, _violations);
            Report.PrintViolations(_violations.All.Skip(printed));
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or InvalidOperationException or TimeoutException)
        {
            _violations.Add(cancellationToken.IsCancellationRequested
                ? $"Not finished within {options.Minutes} minutes, or interrupted."
                : exception.Message);
            Report.PrintViolations(_violations.All);
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }

        Print(rounds, workers, checks);
        return _violations.Count == 0;
    }

    /// <summary>A component that no worker has ever named is not known, and its tasks fail.</summary>
    private static async Task IntroduceAsync(Api api, CancellationToken cancellationToken)
    {
        const string Body = """{"worker_id":"herald","components":{"work":["make"]},"wait":0}""";
        var (answer, _) = await api.SendAsync(HttpMethod.Post, "/api/workers/poll", Body, null, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw new InvalidOperationException($"A poll was refused: {answer}");
        }
    }

    /// <summary>Everybody suffers until the last kill of the server is survived.</summary>
    private async Task TormentAsync(
        Api api, Rounds rounds, WorkerPlace[] workers, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        foreach (var worker in workers)
        {
            worker.Start();
        }

        Task[] doing =
        [
            LoadAsync(api, stop.Token, cancellationToken),
            .. workers.Select(worker => worker.TormentAsync(stop.Token)),
        ];
        try
        {
            await rounds.RunAsync(cancellationToken);
            await rounds.StartAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(doing);
    }

    private async Task LoadAsync(Api api, CancellationToken stop, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"workers-{options.Seed}-{number}");
            var (answer, _) = await api.SendAsync(HttpMethod.Post, "/api/executions", Start, key, cancellationToken);
            if (_violations.Check(answer.IsSuccess, $"The start {key} was refused: {answer}"))
            {
                _executions.Add(answer.Body.GetProperty("execution_id").GetString()!);
            }

            await Task.Delay(random.Next(MaxRestMilliseconds), cancellationToken);
        }
    }

    private void Print(Rounds rounds, WorkerPlace[] workers, WorkersChecks checks)
    {
        Console.WriteLine(
            $"{workers.Sum(worker => worker.Kills)} workers killed, {workers.Sum(worker => worker.Stops)} stopped for "
                + $"3 leases, {workers.Sum(worker => worker.Cuts)} cut off; {rounds.Stops} SIGTERM of the server, "
                + $"{checks.Events} events; {checks.Reach}");
        Console.WriteLine(
            $"workers: {rounds.Kills} kills, {_executions.Count} executions, {checks.Accepted} accepted ends, "
                + $"{_violations.Count} violations");
    }
}
