using System.Text.Json;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>One frame of server-sent events.</summary>
internal sealed record Frame(string? Id, string Event, string Data)
{
    public ToldEvent Live => JsonSerializer.Deserialize(Data, ToldJson.Default.ToldEvent)!;

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Data);
            return document.RootElement.Clone();
        }
    }
}

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventStreamReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventStreamReader(HttpResponseMessage response, Stream body) =>
        (_response, _reader) = (response, new StreamReader(body));

    public HttpResponseMessage Response => _response;

    /// <summary>Comments between the frames.</summary>
    public int Comments { get; private set; }

    public static async Task<EventStreamReader> OpenAsync(HttpClient client, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
            .WaitAsync(LiveHost.Patience);
        response.EnsureSuccessStatusCode();
        return new EventStreamReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <returns>The next frame, or <see langword="null"/> when the stream has ended.</returns>
    public async Task<Frame?> NextAsync()
    {
        var (id, name, data) = ((string?)null, "message", (string?)null);
        while (await LineAsync() is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = value;
                    break;
                case ["event", var value]:
                    name = value;
                    break;
                case ["data", var value]:
                    Assert.Null(data);
                    data = value;
                    break;
                case ["", _]:
                    Comments++;
                    break;
                case [""] when data is not null:
                    return new Frame(id, name, data);
                case [""]:
                    break;
                default:
                    Assert.Fail($"Unexpected line: {line}");
                    break;
            }
        }

        return null;
    }

    public async Task<List<Frame>> RestAsync()
    {
        List<Frame> frames = [];
        while (await NextAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    public async Task UntilCommentAsync()
    {
        while (Comments == 0)
        {
            var line = await LineAsync();
            Assert.NotNull(line);
            Comments += line.StartsWith(':') ? 1 : 0;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }

    private Task<string?> LineAsync() => _reader.ReadLineAsync().WaitAsync(LiveHost.Patience);
}
