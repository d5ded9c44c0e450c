using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Harmonia.Cli.CommandLine;
using Harmonia.Client;

namespace Harmonia.Cli.Remote;

/// <summary>The REST interface and the live events of one server.</summary>
internal sealed class ServerConnection : IDisposable
{
    /// <summary>Bytes of one document that is sent; the server's own limits are lower, and its answer says so better.</summary>
    public const int MaxSentBytes = 64 * 1024 * 1024;

    private const int MaxAnswerBytes = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;

    private ServerConnection(Uri url)
    {
        // A proxy for the outside world has no way to a server on this machine.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !url.IsLoopback, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>Connects at the first call, not here.</summary>
    public static ServerConnection At(string? option, Terminal terminal) =>
        new(CommonOptions.ServerUrl(option, terminal));

    public static string Path(params ReadOnlySpan<string> segments)
    {
        var path = "api";
        foreach (var segment in segments)
        {
            path += $"/{Uri.EscapeDataString(segment)}";
        }

        return path;
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), answer, cancellationToken);

    public Task<T> DeleteAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(path, UriKind.Relative)), answer, cancellationToken);

    public Task<T> PostAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, type), answer, cancellationToken);

    /// <summary>Sends JSON.</summary>
    public Task<T> SendAsync<T>(
        HttpMethod method, string path, byte[] json, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        SendAsync(
            new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
            {
                Content = new ByteArrayContent(json) { Headers = { ContentType = Json } },
            },
            answer,
            cancellationToken);

    /// <summary>Events above <paramref name="after"/> over one connection; it may break or end at any time.</summary>
    public async IAsyncEnumerable<(long Version, LiveEvent Event)> ListenAsync(
        Guid execution, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"events/executions/{execution}", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", $"{after}");
        using var response = await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await RequireSuccessAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(
            body, static (_, data) => JsonSerializer.Deserialize(data, HarmoniaJson.Wire.LiveEvent));
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } live && long.TryParse(item.EventId, out var version))
            {
                yield return (version, live);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, patience.Token);
                await RequireSuccessAsync(response, patience.Token);
                await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
                return await JsonSerializer.DeserializeAsync(body, answer, patience.Token)
                    ?? throw new JsonException("The answer is empty.");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new HttpRequestException($"there was no answer within {Patience.TotalSeconds} seconds");
            }
            catch (HttpRequestException exception)
            {
                throw Unreachable(exception);
            }
            catch (JsonException exception)
            {
                throw new CommandException(ExitCode.Usage, $"{Url} does not answer as Harmonia does.", exception);
            }
        }
    }

    /// <summary>What a person can do about a server that cannot be reached.</summary>
    public CommandException Unreachable(Exception exception) => new(
        ExitCode.Usage,
        $"no server can be reached at {Url.GetLeftPart(UriPartial.Authority)} ({exception.Message}). Start one with "
        + "'harmonia serve', or name another with --server or HARMONIA_SERVER.",
        exception);

    private async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        ApiError? error;
        try
        {
            error = JsonSerializer.Deserialize(text, HarmoniaJson.Wire.ErrorAnswer)?.Error;
        }
        catch (JsonException)
        {
            error = null;
        }

        throw error is not null
            ? new ServerException(response.StatusCode, error)
            : new CommandException(
                ExitCode.Usage, $"{Url} does not answer as Harmonia does (status {(int)response.StatusCode}).");
    }
}

/// <summary>The server said no.</summary>
internal sealed class ServerException(HttpStatusCode status, ApiError error) : Exception(error.Message)
{
    public HttpStatusCode Status { get; } = status;

    public ApiError Error { get; } = error;

    public IReadOnlyList<WireFinding> Findings => Error.Details.Findings ?? [];
}
