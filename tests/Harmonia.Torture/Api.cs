using System.Net.Http.Headers;
using System.Text.Json;

namespace Harmonia.Torture;

/// <summary>What the server answered.</summary>
internal sealed record Answer(int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The server is there but asks to come again: it starts, ends or is busy.</summary>
    public bool IsBusy => Status is 429 or 503;

    public override string ToString() =>
        $"{Status} {(Body.ValueKind == JsonValueKind.Undefined ? "" : Body.GetRawText())}";
}

/// <summary>The server's REST interface, spoken by hand: a client library could hide what is looked for here.</summary>
internal sealed class Api(HttpClient client, ServerGate gate)
{
    private const int MaxPages = 1_000;

    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(20);

    public HttpClient Http => client;

    public static HttpClient NewClient(int port) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 512,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        UseProxy = false,
    })
    {
        BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks once.</summary>
    /// <returns><see langword="null"/> when no complete answer came: whether anything happened is unknown.</returns>
    public async Task<Answer?> TryAsync(
        HttpMethod method, string path, string? body, string? key, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RequestPatience);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            return new Answer((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Asks until there is an answer, over any number of crashes.</summary>
    /// <returns>The answer, and whether an earlier try was left without one.</returns>
    public async Task<(Answer Answer, bool WasUnknown)> SendAsync(
        HttpMethod method, string path, string? body, string? key, CancellationToken cancellationToken)
    {
        for (var wasUnknown = false; ; await Task.Delay(RetryPeriod, cancellationToken))
        {
            await gate.WhenUpAsync(cancellationToken);
            switch (await TryAsync(method, path, body, key, cancellationToken))
            {
                case null:
                    wasUnknown = true;
                    break;
                case { IsBusy: false } answer:
                    return (answer, wasUnknown);
                default:
                    break;
            }
        }
    }

    public async Task<Answer> GetAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, path, null, null, cancellationToken)).Answer;

    /// <summary>Every event of one execution, in the order of the answer.</summary>
    public async Task<List<HistoryItem>> HistoryAsync(string execution, CancellationToken cancellationToken)
    {
        var items = new List<HistoryItem>();
        for (var page = 0; page < MaxPages; page++)
        {
            var after = items.Count == 0 ? 0 : items[^1].Version;
            var answer = await GetAsync($"/api/executions/{execution}/history?after={after}", cancellationToken);
            if (!answer.IsSuccess)
            {
                return items;
            }

            var count = items.Count;
            items.AddRange(answer.Body.GetProperty("items").EnumerateArray().Select(HistoryItem.Read));
            if (items.Count == count || items[^1].Version <= after || items[^1].IsEnd)
            {
                return items;
            }
        }

        return items;
    }
}
