using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harmonia.TestPeers.Models;

/// <summary>A server that speaks as OpenAI, Anthropic and Ollama do, and says what a test wants it to say.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ModelTurn> _turns = new();
    private readonly ConcurrentQueue<ModelAsked> _asked = new();
    private readonly CancellationTokenSource _stop = new();

    private ModelServer(WebApplication server) => _server = server;

    /// <summary>Such as <c>http://127.0.0.1:1234</c>.</summary>
    public string Address => _server.Urls.First();

    public int Port => new Uri(Address).Port;

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<ModelAsked> Asked => [.. _asked];

    /// <summary>What it says when it has nothing else to say.</summary>
    public ModelTurn Otherwise { get; set; } = new ModelTurn.Says("Hello", " there");

    /// <param name="port">0 for any.</param>
    public static async Task<ModelServer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new ModelServer(app);
        app.MapPost("/{**path}", server.AnswerAsync);
        app.MapGet("/{**path}", () => "a double of a model");
        await app.StartAsync();
        return server;
    }

    /// <summary>What the model does for the next questions, one each.</summary>
    public ModelServer Then(params ModelTurn[] turns)
    {
        foreach (var turn in turns)
        {
            _turns.Enqueue(turn);
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase);
        _asked.Enqueue(new(context.Request.Path, headers, JsonElement.Parse(text)));
        if (ModelWords.Of(context.Request.Path) is not { } words)
        {
            context.Response.StatusCode = 404;
            return;
        }

        var turn = _turns.TryDequeue(out var next) ? next : Otherwise;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        try
        {
            await PlayAsync(context, words, turn, words.Streams(JsonNode.Parse(text)!), stop.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // The caller has gone, or the test is over.
        }
    }

    private static async Task PlayAsync(
        HttpContext context, ModelWords words, ModelTurn turn, bool streams, CancellationToken cancellationToken)
    {
        switch (turn)
        {
            case ModelTurn.Says says when streams:
                await SendAsync(context, words, [.. words.Begin(says.InputTokens), .. says.Pieces.Select(words.Piece)]);
                await SendAsync(
                    context, words, words.End(says.Finish, says.InputTokens, says.OutputTokens, says.Counts));
                break;
            case ModelTurn.Says says:
                await SendWholeAsync(context, words.Whole(says));
                break;
            case ModelTurn.Calls calls when streams:
                string[] text = calls.Text.Length > 0 ? [words.Piece(calls.Text)] : [];
                await SendAsync(context, words, [.. words.Begin(calls.InputTokens), .. text, .. words.Tools(calls)]);
                await SendAsync(
                    context, words, words.End("tool_calls", calls.InputTokens, calls.OutputTokens, counts: true));
                break;
            case ModelTurn.Calls calls:
                await SendWholeAsync(context, words.Whole(calls));
                break;
            case ModelTurn.Status status:
                context.Response.StatusCode = status.Code;
                context.Response.Headers.RetryAfter = status.RetryAfter;
                await SendWholeAsync(context, status.Body);
                break;
            case ModelTurn.Raw raw:
                await SendWholeAsync(context, raw.Body, raw.ContentType);
                break;
            default:
                await MisbehaveAsync(context, words, turn, cancellationToken);
                break;
        }
    }

    private static async Task MisbehaveAsync(
        HttpContext context, ModelWords words, ModelTurn turn, CancellationToken cancellationToken)
    {
        switch (turn)
        {
            case ModelTurn.Breaks breaks:
                await SendAsync(context, words, [.. words.Begin(7), .. breaks.Pieces.Select(words.Piece)]);
                await context.Response.WriteAsync("data: {\"choices\":[{\"del", cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
                context.Abort();
                break;
            case ModelTurn.StopsShort stops:
                await SendAsync(context, words, [.. words.Begin(7), .. stops.Pieces.Select(words.Piece)]);
                break;
            case ModelTurn.Stalls stalls:
                await SendAsync(context, words, [.. words.Begin(7), .. stalls.Pieces.Select(words.Piece)]);
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                break;
            case ModelTurn.TalksForever forever:
                while (!cancellationToken.IsCancellationRequested)
                {
                    await SendAsync(context, words, [words.Piece(forever.Piece)]);
                }

                break;
            case ModelTurn.FailsWithin fails:
                await SendAsync(context, words, [.. words.Begin(7), .. fails.Pieces.Select(words.Piece)]);
                await SendAsync(context, words, [words.Error(fails.Error)]);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No rule for {turn.GetType().Name}.");
        }
    }

    private static async Task SendAsync(HttpContext context, ModelWords words, IEnumerable<string> parts)
    {
        context.Response.ContentType ??= words.StreamType;
        foreach (var part in parts)
        {
            await context.Response.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static Task SendWholeAsync(HttpContext context, string body, string type = "application/json")
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>A question to the model.</summary>
public sealed record ModelAsked(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body);
