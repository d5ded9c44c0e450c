using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tests.Registered;

/// <summary>A component that keeps what it was asked and answers as the test says.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Func<PeerRequest, HttpResponse, Task> _answer;

    private Peer(WebApplication web, Func<PeerRequest, HttpResponse, Task> answer) => (_web, _answer) = (web, answer);

    public string Url => _web.Urls.First();

    public ConcurrentQueue<PeerRequest> Requests { get; } = new();

    public static async Task<Peer> StartAsync(Func<PeerRequest, HttpResponse, Task> answer, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var peer = new Peer(builder.Build(), answer);
        peer._web.MapFallback(peer.AnswerAsync);
        await peer._web.StartAsync(Calls.Token);
        return peer;
    }

    public static Task<Peer> AnsweringAsync(string json, int status = 200) => StartAsync((_, response) =>
    {
        response.StatusCode = status;
        return WriteAsync(response, json);
    });

    public static Task WriteAsync(HttpResponse response, string text, string type = "application/json")
    {
        response.ContentType = type;
        return response.WriteAsync(text, Calls.Token);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new PeerRequest(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
        Requests.Enqueue(request);
        await _answer(request, context.Response);
    }
}

/// <summary>What a peer was asked.</summary>
internal sealed record PeerRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);
}
