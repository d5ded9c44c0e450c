using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harmonia.Cli.Tests.Samples;

/// <summary>A web server on a free port of this machine, which answers badly at first if told to.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _calls;

    private Site(WebApplication server) => _server = server;

    public string Url => $"{_server.Urls.Single()}/";

    /// <summary>How often it was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <param name="failures">That many calls are answered with 503, the rest with 200.</param>
    public static async Task<Site> StartAsync(int failures = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = new Site(builder.Build());
        site._server.MapGet("/", () => Interlocked.Increment(ref site._calls) <= failures
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Text("Welcome."));
        await site._server.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>A port that nobody listens on, kept so that nobody else takes it.</summary>
internal sealed class DeadSite : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DeadSite() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Url => $"http://{_socket.LocalEndPoint}/";

    public void Dispose() => _socket.Dispose();
}
