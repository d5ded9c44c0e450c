using System.Collections.Frozen;
using Harmonia.Components.Http;
using Harmonia.Server.Hosting;

namespace Harmonia.Server.Tests.Rest.Components;

/// <summary>A server that may call this machine, and a peer for it to call.</summary>
public abstract class ComponentHost : IAsyncLifetime
{
    /// <summary>The value of the variable WEATHER_TOKEN, and of nothing else.</summary>
    protected const string Secret = "s3cr3t-of-the-weather";

    private TestServer? _server;
    private Peer? _peer;

    protected TestServer Server => _server!;

    private protected Peer Peer => _peer!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _peer = await Peer.StartAsync();
        _server = await StartServerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.DisposeAsync();
        await Peer.DisposeAsync();
    }

    protected static Task<TestServer> StartServerAsync(
        Func<HarmoniaConfiguration, HarmoniaConfiguration>? change = null) =>
        TestServer.StartAsync(configuration =>
        {
            var own = configuration with
            {
                OutboundAllowList = OutboundAllowList.Parse("127.0.0.1"),
                SecretVariables = new Dictionary<string, string> { ["WEATHER_TOKEN"] = Secret }.ToFrozenDictionary(),
            };
            return change is null ? own : change(own);
        });

    /// <summary>A declaration of the peer: two actions, the second without parameters.</summary>
    protected string Declaration(string name = "weather", string more = "") =>
        $$"""
        {
          "name": "{{name}}",
          "description": "Tells the weather.",
          "base_url": "{{Peer.Url}}",
          "actions": [
            {
              "name": "forecast",
              "description": "What will be.",
              "path": "/forecast/{city}",
              "method": "GET",
              "parameters": [
                {"name": "city", "type": "string", "required": true},
                {"name": "days", "type": "integer", "default": 3}
              ]
            },
            {"name": "report", "path": "/report", "method": "POST"}
          ]
          {{more}}
        }
        """;

    protected async Task<Reply> RegisterAsync(string? declaration = null) =>
        (await Server.PostAsync("/api/components", declaration ?? Declaration())).Expect(201);

    protected async Task<Reply> GetAsync(string path) => (await Server.GetAsync(path)).Expect(200);
}
