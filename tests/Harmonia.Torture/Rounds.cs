namespace Harmonia.Torture;

/// <summary>Starts the server, lets it live for a random time, ends it, and does so again.</summary>
internal sealed class Rounds(
    ServerPlace place,
    Api api,
    ServerGate gate,
    StartRecords records,
    Violations violations,
    TortureOptions options) : IAsyncDisposable
{
    private const int MinLifeMilliseconds = 50;
    private const int MaxStartUpMilliseconds = 400;

    /// <summary>Of the executions acknowledged last, this many are looked up after each restart.</summary>
    private const int LookedUp = 20;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(options.Seed);
    private readonly List<TimeSpan> _health = [];
    private readonly List<long> _starts = [];
    private ServerProcess? _server;

    /// <summary>When a process was started: milliseconds of Unix time.</summary>
    public IReadOnlyList<long> Starts => _starts;

    /// <summary>Times from each start of the process to its first good answer.</summary>
    public IReadOnlyList<TimeSpan> Health => _health;

    /// <summary>The server is left alone for so long at most.</summary>
    public int MaxLifeMilliseconds { get; init; } = 1_500;

    public int Kills { get; private set; }

    public int KillsDuringStart { get; private set; }

    public int Stops { get; private set; }

    /// <summary>Kills the server as often as it was asked for; afterwards it is down.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (Kills < options.Kills)
        {
            if (_server is null)
            {
                await StartAsync(cancellationToken);
                await LookUpAsync(cancellationToken);
            }

            var life = _random.Next(MinLifeMilliseconds, MaxLifeMilliseconds);
            await Task.Delay(life, cancellationToken);
            if (_random.Next(8) == 0)
            {
                await StopAsync();
                continue;
            }

            await KillAsync();
            if (_random.Next(8) == 0)
            {
                await KillDuringStartAsync(cancellationToken);
            }
        }
    }

    /// <summary>Starts the server and opens the gate when it is healthy.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var server = Launch();
        var isHealthy = await Poll.UntilAsync(
            async () =>
            {
                if (server.HasExited)
                {
                    throw new InvalidOperationException($"The server ended by itself. Its log is {place.LogFile}*.");
                }

                var answer = await api.TryAsync(HttpMethod.Get, "/health", null, null, cancellationToken);
                return answer is { IsSuccess: true };
            },
            StartPatience,
            cancellationToken);
        if (!isHealthy)
        {
            throw new TimeoutException($"The server was not healthy after {StartPatience.TotalSeconds} s.");
        }

        var age = server.Age;
        _health.Add(age);
        violations.Check(
            age.TotalSeconds <= options.Health, $"The server was healthy only after {age.TotalSeconds:0.00} s.");
        gate.Open();
    }

    /// <summary>SIGTERM; the server must end by itself and say that all was well.</summary>
    public async Task StopAsync()
    {
        gate.Close();
        Stops++;
        var code = await _server!.StopAsync();
        violations.Check(code == 0, $"After SIGTERM the server ended with code {(code is null ? "none" : code)}.");
        await ForgetAsync();
    }

    public async ValueTask DisposeAsync() => await ForgetAsync();

    private ServerProcess Launch()
    {
        _starts.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        return _server = ServerProcess.Start(place);
    }

    private async Task KillAsync()
    {
        gate.Close();
        Kills++;
        await _server!.KillAsync();
        await ForgetAsync();
    }

    /// <summary>Kills once more, or twice, before the server has been asked for anything.</summary>
    private async Task KillDuringStartAsync(CancellationToken cancellationToken)
    {
        for (var again = _random.Next(1, 3); again > 0 && Kills < options.Kills; again--)
        {
            var server = Launch();
            await Task.Delay(_random.Next(MaxStartUpMilliseconds), cancellationToken);
            if (server.HasExited)
            {
                throw new InvalidOperationException($"The server ended by itself. Its log is {place.LogFile}*.");
            }

            KillsDuringStart++;
            await KillAsync();
        }
    }

    /// <summary>What was acknowledged right before the end is what a missing sync would lose.</summary>
    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        foreach (var record in records.Acknowledged.Reverse().Take(LookedUp))
        {
            var shown = await api.GetAsync($"/api/executions/{record.Execution}", cancellationToken);
            if (!violations.Check(shown.IsSuccess, $"The start {record.Key} is lost: {shown}", record.Execution))
            {
                continue;
            }

            var version = shown.Body.GetProperty("version").GetInt64();
            violations.Check(
                version >= record.SeenVersion,
                $"Version {record.SeenVersion} was shown before a crash, {version} after it.",
                record.Execution);
            record.SeenVersion = version;
        }
    }

    private async Task ForgetAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }
}
