using System.Collections.Concurrent;
using System.Net;
using Harmonia.Components.Http;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Hermes;
using Harmonia.Tekton.Doubles.Hermes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>Hermes, played, with a clock that is put forward, and whoever lives with it.</summary>
internal sealed class FamilyBench : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _things = [];

    private FamilyBench() => Hermes = new HermesDouble(Time);

    public SettableTime Time { get; } = new();

    public HermesDouble Hermes { get; }

    public FamilyLog Log { get; } = new();

    public static async Task<FamilyBench> StartAsync()
    {
        var bench = new FamilyBench();
        await bench.Hermes.StartAsync();
        return bench;
    }

    /// <summary>A way to the family.</summary>
    public FamilyLink Link(OutboundAllowList? allowed = null, Func<FamilyOptions, FamilyOptions>? change = null)
    {
        var options = new FamilyOptions { HermesUrl = FamilyOptions.ParseHermesUrl(Hermes.Url.AbsoluteUri + "api") };
        options = change is null ? options : change(options);
        var trust = new FamilyTrust(options, allowed ?? OutboundAllowList.Empty);
        var outbound = new OutboundHttp(trust.AllowList, new HttpLimits());
        var link = new FamilyLink(options, outbound, trust, Time, Log);
        _things.Add(link);
        _things.Add(new Later(outbound));
        return link;
    }

    /// <summary>The same, with our three names.</summary>
    public FamilyLink Harmonia(Uri endpoint)
    {
        var link = Link();
        link.Join(
            [Identity("harmonia"), Identity("harmonia.workflow", "create_workflow"), Identity("harmonia.state")],
            endpoint);
        return link;
    }

    /// <summary>Another component registers as most do, without an id of its own unless one is given.</summary>
    public async Task<HermesGrant> RegisterAsync(string id, string name, Uri endpoint, bool beats = false)
    {
        var client = Link().Client!;
        var answer = await client.RegisterAsync(Identity(name, "cap"), id, endpoint, Calls.Token);
        var grant = Assert.IsType<HermesAnswer<HermesGrant>.Done>(answer).Value;
        if (beats)
        {
            Assert.IsType<HermesAnswer<string>.Done>(await client.HeartbeatAsync(grant, Calls.Token));
        }

        return grant;
    }

    /// <summary>Somebody who answers the question for the health.</summary>
    public async Task<Peer> PeerAsync(string component, int status = 200)
    {
        var peer = await Peer.StartAsync(component, status);
        _things.Add(peer);
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var thing in _things)
        {
            await thing.DisposeAsync();
        }

        await Hermes.DisposeAsync();
    }

    private static HermesIdentity Identity(string name, params string[] capabilities) =>
        new(name, name, name, capabilities, writer => writer.WriteString("description", "played"));

    /// <summary>Answers <c>/health</c> and nothing else.</summary>
    internal sealed class Peer : IAsyncDisposable
    {
        private readonly WebApplication _host;

        private Peer(WebApplication host) => _host = host;

        public Uri Url => new(_host.Urls.First());

        public static async Task<Peer> StartAsync(string component, int status)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var host = builder.Build();
            host.Run(context =>
            {
                context.Response.StatusCode = status;
                return context.Response.WriteAsync($$"""{"status": "healthy", "component": "{{component}}"}""");
            });
            await host.StartAsync();
            return new Peer(host);
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();
    }

    private sealed class Later(IDisposable thing) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            thing.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The clock of this machine, and more.</summary>
internal sealed class SettableTime : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _ahead));

    public void PutForward(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}

/// <summary>Keeps what is logged.</summary>
internal sealed class FamilyLog : ILogger<FamilyLink>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");
}
