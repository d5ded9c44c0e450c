using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Engram;
using Harmonia.Tekton.Doubles.Ergon;
using Harmonia.Tekton.Doubles.Hermes;
using Harmonia.Tekton.Doubles.Prometheus;
using Harmonia.Tekton.Doubles.Rhetor;
using Harmonia.Tekton.Doubles.Serving;
using Harmonia.Tekton.Doubles.Siblings;
using Harmonia.Tekton.Doubles.Synthesis;

namespace Harmonia.Tekton.Doubles;

/// <summary>All doubles together, registered with Hermes as the originals do it: badly.</summary>
/// <remarks>
/// They register without an id, so that each start adds an entry; they throw their token away, so that no heartbeat
/// of theirs is ever taken; and what they send when they stop unregisters nobody.
/// </remarks>
public sealed class Fleet : IAsyncDisposable
{
    private const int FirstConventionalPort = 8000;
    private static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private Task _beating = Task.CompletedTask;

    private Fleet(TimeProvider time)
    {
        _time = time;
        Hermes = new(time);
        Engram = new(time);
        Rhetor = new(time);
        Prometheus = new(time);
        Synthesis = new(time);
        Ergon = new(time);
        Athena = new(time);
        Sophia = new(time);
        Apollo = new(time);
        Metis = new(time);
        Telos = new(time);
        Terma = new(time);
        Budget = new(time);
        Numa = new(time);
    }

    public HermesDouble Hermes { get; }

    public EngramDouble Engram { get; }

    public RhetorDouble Rhetor { get; }

    public PrometheusDouble Prometheus { get; }

    public SynthesisDouble Synthesis { get; }

    public ErgonDouble Ergon { get; }

    public AthenaDouble Athena { get; }

    public SophiaDouble Sophia { get; }

    public ApolloDouble Apollo { get; }

    public MetisDouble Metis { get; }

    public TelosDouble Telos { get; }

    public TermaDouble Terma { get; }

    public BudgetDouble Budget { get; }

    public NumaDouble Numa { get; }

    /// <summary>Hermes first, the others in the order of their ports in Tekton.</summary>
    public IReadOnlyList<TektonDouble> All =>
    [
        Hermes, Engram, Ergon, Rhetor, Terma, Athena, Prometheus, Telos, Synthesis, Metis, Apollo, Budget, Sophia, Numa,
    ];

    /// <summary>Starts everybody and registers everybody but Hermes.</summary>
    /// <param name="portBase">
    /// What stands for 8000 of Tekton, so that Hermes listens on the port after it; free ports when there is none.
    /// </param>
    /// <param name="time">The clock of all doubles.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Fleet> StartAsync(
        int? portBase = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var fleet = new Fleet(time ?? TimeProvider.System);
        try
        {
            foreach (var one in fleet.All)
            {
                await one.StartAsync(
                    portBase is { } first ? first + one.Identity.ConventionalPort - FirstConventionalPort : 0);
            }

            foreach (var one in fleet.All.Skip(1))
            {
                await fleet.RegisterAsync(one, cancellationToken);
            }

            await fleet.AnnounceAgentAsync(cancellationToken);
            fleet._beating = fleet.BeatForeverAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers a component once more, which adds an entry.</summary>
    public async Task RegisterAsync(TektonDouble one, CancellationToken cancellationToken = default)
    {
        var capabilities = JsonText.List(one.Identity.Capabilities);
        one.RegisteredWithHermes = await PostAsync("api/register", new()
        {
            ["name"] = one.Name,
            ["version"] = one.Identity.RegisteredVersion,
            ["type"] = one.Name,
            ["endpoint"] = AddressOf(one),
            ["capabilities"] = capabilities,
            ["metadata"] = new JsonObject { ["description"] = one.Identity.Description, ["category"] = "tekton" },
        }, cancellationToken);
    }

    /// <summary>Takes a component down and starts it again: it registers anew, and its old entry stays.</summary>
    public async Task RestartAsync(TektonDouble one, CancellationToken cancellationToken = default)
    {
        await one.DownAsync();
        await PostAsync("api/unregister", new() { ["component_name"] = one.Name }, cancellationToken);
        await one.UpAsync();
        await RegisterAsync(one, cancellationToken);
    }

    /// <summary>Sends one heartbeat for each component that is up: without a token and with a name for an id.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken = default)
    {
        foreach (var one in All.Skip(1).Where(one => one.IsUp))
        {
            await PostAsync("api/heartbeat", new()
            {
                ["component_id"] = one.Name,
                ["status"] = new JsonObject { ["health"] = "healthy" },
            }, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        foreach (var one in All)
        {
            await one.DisposeAsync();
        }

        _http.Dispose();
        _stop.Dispose();
    }

    /// <summary>The address that a component gives of itself.</summary>
    private static string AddressOf(TektonDouble one) =>
        string.Create(CultureInfo.InvariantCulture, $"http://localhost:{one.Port}");

    private Task<bool> AnnounceAgentAsync(CancellationToken cancellationToken) => PostAsync("api/a2a/v1/", new()
    {
        ["jsonrpc"] = "2.0",
        ["method"] = "agent.register",
        ["id"] = Guid.NewGuid().ToString(),
        ["params"] = new JsonObject
        {
            ["agent_card"] = new JsonObject
            {
                ["id"] = $"ergon-agent-{Guid.NewGuid()}",
                ["name"] = "Ergon Agent",
                ["description"] = "Agents and workflows",
                ["version"] = "0.1.0",
                ["capabilities"] = JsonText.List("task_execution", "workflow_management"),
                ["supportedMethods"] = new JsonArray(),
                ["endpoint"] = $"{AddressOf(Ergon)}/api/a2a/v1/",
                ["tags"] = JsonText.List("ergon", "workflow", "task"),
                ["metadata"] = new JsonObject { ["component"] = "ergon", ["protocolVersion"] = "0.2.1" },
            },
        },
    }, cancellationToken);

    private async Task BeatForeverAsync()
    {
        using var timer = new PeriodicTimer(BetweenHeartbeats, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await BeatAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The fleet is taken down.
        }
    }

    /// <returns>Whether Hermes was there and took it. Nobody is told otherwise.</returns>
    private async Task<bool> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(JsonText.Spaced(body), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.PostAsync(new Uri(Hermes.Url, path), content, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
