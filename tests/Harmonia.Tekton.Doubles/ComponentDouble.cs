using System.Net;
using System.Text;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harmonia.Tekton.Doubles;

/// <summary>Plays one component of Tekton on a port of this machine, with its defects.</summary>
/// <remarks>Safe from any thread. What it knows survives <see cref="DownAsync"/>, as data on a disk would.</remarks>
public abstract class ComponentDouble : IAsyncDisposable
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<Gate> _gates = [];
    private readonly Faults _faults = new();
    private Router? _router;
    private WebApplication? _host;

    private protected ComponentDouble(string name, TimeProvider? time)
    {
        Name = name;
        Time = time ?? TimeProvider.System;
    }

    /// <summary>Such as <c>hermes</c>.</summary>
    public string Name { get; }

    /// <summary>The port that it was started on; the same after it has been down.</summary>
    public int Port { get; private set; }

    /// <summary>Its root, with a slash at the end.</summary>
    public Uri Url => Port > 0
        ? new Uri($"http://127.0.0.1:{Port}/")
        : throw new InvalidOperationException($"{Name} has not been started.");

    public bool IsUp => _host is not null;

    public RequestLog Requests { get; } = new();

    private protected TimeProvider Time { get; }

    /// <summary>Listens on this port, or on a free one.</summary>
    public async Task StartAsync(int port = 0)
    {
        if (_host is not null)
        {
            throw new InvalidOperationException($"{Name} has been started already, at {Url}.");
        }

        _router ??= BuildRouter();
        foreach (var candidate in port > 0 ? [port] : FreePorts.Find())
        {
            try
            {
                _host = await ListenAsync(candidate);
                Port = candidate;
                return;
            }
            catch (IOException) when (port == 0)
            {
                // Somebody took it in the meantime; the next one, then.
            }
        }

        throw new IOException($"{Name} found no free port.");
    }

    /// <summary>Stops listening and cuts the connections; clients are refused until <see cref="UpAsync"/>.</summary>
    public async Task DownAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Listens again on the port that it had.</summary>
    public Task UpAsync() => StartAsync(Url.Port);

    /// <summary>Answers the next requests with this status, and with this body or the usual one.</summary>
    /// <param name="count">How many.</param>
    /// <param name="status">The status of the answers.</param>
    /// <param name="body">JSON text.</param>
    /// <param name="path">Only requests whose path begins so are counted and meant.</param>
    /// <param name="retryAfterSeconds">The header of that name.</param>
    public void FailNext(
        int count, int status, string? body = null, string path = "/", int? retryAfterSeconds = null) =>
        _faults.Add(count, path, new Fault.Status(status, body, retryAfterSeconds));

    /// <summary>Cuts the connection of the next requests instead of answering.</summary>
    /// <param name="count">How many.</param>
    /// <param name="path">Only requests whose path begins so are counted and meant.</param>
    /// <param name="afterwards">Whether the requests have their effect first, so that only the answer is lost.</param>
    public void CutNext(int count, string path = "/", bool afterwards = false) =>
        _faults.Add(count, path, afterwards ? new Fault.CutAfterwards() : new Fault.Cut());

    /// <summary>Forgets the faults that have not happened yet.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Holds all requests whose path begins so until the gate is opened; they have no effect before.</summary>
    public Gate Hold(string path = "/")
    {
        var gate = new Gate(path);
        lock (_lock)
        {
            _gates.RemoveAll(one => one.IsOpen);
            _gates.Add(gate);
        }

        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _gates.ForEach(gate => gate.Open());
        }

        await DownAsync();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the double holds beside its port.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>Names the routes; called once, before the first start.</summary>
    private protected abstract void Map(Router router);

    private Router BuildRouter()
    {
        var router = new Router();
        Map(router);
        return router;
    }

    private async Task<WebApplication> ListenAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var host = builder.Build();
        host.Run(ServeAsync);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        var request = await RecordAsync(context);
        Requests.Add(request);
        foreach (var gate in GatesBefore(request.Path))
        {
            await gate.PassAsync(context.RequestAborted);
        }

        var fault = _faults.Take(request.Path);
        if (fault is Fault.Cut)
        {
            context.Abort();
            return;
        }

        var answer = fault is Fault.Status failed
            ? Failed(failed, context.Response)
            : await _router!.AnswerAsync(new Call(request, context.Request.Query, context.RequestAborted));
        if (fault is Fault.CutAfterwards)
        {
            context.Abort();
            return;
        }

        await answer.WriteAsync(context.Response, context.RequestAborted);
    }

    private async Task<RecordedRequest> RecordAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        return new(
            context.Request.Method.ToUpperInvariant(),
            context.Request.Path.Value ?? "/",
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            Time.GetUtcNow());
    }

    private List<Gate> GatesBefore(string path)
    {
        lock (_lock)
        {
            return _gates.FindAll(gate => gate.Covers(path));
        }
    }

    private static Answer Failed(Fault.Status fault, HttpResponse response)
    {
        if (fault.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return fault.Body is { } body
            ? new(fault.Code, JsonText.Parse(body))
            : Answer.Detail(fault.Code, $"Played failure {fault.Code}");
    }

    /// <summary>Signals and consoles belong to whoever plays the components.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
