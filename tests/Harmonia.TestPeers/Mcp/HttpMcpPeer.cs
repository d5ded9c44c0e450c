using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harmonia.TestPeers.Mcp;

/// <summary>A double of an MCP server over streamable HTTP: requests are answered with events.</summary>
public sealed class HttpMcpPeer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly McpTools _tools = new();
    private readonly ConcurrentQueue<McpAsked> _asked = new();

    private HttpMcpPeer(WebApplication server) => _server = server;

    public string Url => $"{_server.Urls.First()}/mcp";

    public McpTools Tools => _tools;

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<McpAsked> Asked => [.. _asked];

    /// <summary>What it answers in place of everything; <see langword="null"/> for what it should.</summary>
    public int? Status { get; set; }

    /// <param name="port">0 for any.</param>
    public static async Task<HttpMcpPeer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var peer = new HttpMcpPeer(app);
        app.MapPost("/mcp", peer.AnswerAsync);
        app.MapGet("/mcp", () => Results.StatusCode(405));
        app.MapDelete("/mcp", () => Results.Ok());
        await app.StartAsync();
        return peer;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var message = JsonNode.Parse(await new StreamReader(context.Request.Body).ReadToEndAsync())!;
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase);
        _asked.Enqueue(new((string?)message["method"] ?? "", headers, message));
        if (Status is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        if (message["id"] is null)
        {
            await _tools.AnswerAsync(message, _ => Task.CompletedTask);
            context.Response.StatusCode = 202;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["Mcp-Session-Id"] = "session-1";
        try
        {
            var answer = await _tools.AnswerAsync(message, SendAsync).WaitAsync(context.RequestAborted);
            await SendAsync(answer!);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }

        async Task SendAsync(JsonObject sent)
        {
            await context.Response.WriteAsync($"event: message\ndata: {sent.ToJsonString()}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }
}

/// <summary>A message to the server.</summary>
public sealed record McpAsked(string Method, IReadOnlyDictionary<string, string> Headers, JsonNode Body);
