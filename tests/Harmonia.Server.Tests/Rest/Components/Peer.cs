using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harmonia.Server.Tests.Rest.Components;

/// <summary>A component on this machine that answers as a test wants it to.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private Peer(WebApplication web) => _web = web;

    public string Url => new Uri(_web.Urls.First()).GetLeftPart(UriPartial.Authority);

    /// <summary>All calls but those about its health, in their order.</summary>
    public ConcurrentQueue<PeerCall> Calls { get; } = new();

    /// <summary>What it answers: a status and a body of JSON.</summary>
    public Func<PeerCall, Task<(int Status, string Body)>> AnswerAsync { get; set; } =
        static _ => Task.FromResult((200, """{"result": "ok"}"""));

    public int Health { get; set; } = 200;

    public static async Task<Peer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging();
        var peer = new Peer(builder.Build());
        peer._web.Run(peer.ServeAsync);
        await peer._web.StartAsync();
        return peer;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == "/health")
        {
            context.Response.StatusCode = Health;
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var call = new PeerCall(
            $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
            await reader.ReadToEndAsync(),
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        Calls.Enqueue(call);
        var (status, body) = await AnswerAsync(call);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}

/// <summary>What a peer was sent.</summary>
internal sealed record PeerCall(string Request, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Body);
}
