using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Http;

/// <summary>Brings the lines of an answer, or its server-sent events, one by one as they come.</summary>
internal sealed class StreamedBody(IPartialResults partial, bool isEvents, int maxBytes) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    private readonly BodyBuffer _line = new();
    private readonly BodyBuffer _data = new();

    /// <returns>Whether an answer of this media type is brought in parts.</returns>
    public static bool IsMeant(string? mediaType, out bool isEvents)
    {
        isEvents = mediaType is "text/event-stream";
        return isEvents || mediaType is "application/x-ndjson" or "application/ndjson" or "application/jsonl";
    }

    public void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
    }

    /// <returns>Whether every part was within the bound.</returns>
    public async Task<bool> BringAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        while (await body.ReadAsync(chunk, cancellationToken) is var count and > 0)
        {
            var rest = chunk.AsMemory(0, count);
            while (rest.Span.IndexOf((byte)'\n') is var end and >= 0)
            {
                _line.Write(rest.Span[..end]);
                rest = rest[(end + 1)..];
                await EndLineAsync(cancellationToken);
            }

            _line.Write(rest.Span);
            if (_line.Length + _data.Length > maxBytes)
            {
                return false;
            }
        }

        if (!isEvents)
        {
            await EndLineAsync(cancellationToken); // Of events, one that does not end does not count.
        }

        return true;
    }

    private async ValueTask EndLineAsync(CancellationToken cancellationToken)
    {
        var line = _line.Whole();
        if (line.Span is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        if (!isEvents)
        {
            _data.Write(line.Span);
            await BringDataAsync(cancellationToken);
        }
        else if (line.IsEmpty)
        {
            await BringDataAsync(cancellationToken);
        }
        else if (line.Span.StartsWith("data:"u8))
        {
            AddData(line.Span[5..]);
        }

        _line.Clear();
    }

    private void AddData(ReadOnlySpan<byte> value)
    {
        if (_data.Length > 0)
        {
            _data.Write("\n"u8);
        }

        _data.Write(value is [(byte)' ', .. var rest] ? rest : value);
    }

    private async ValueTask BringDataAsync(CancellationToken cancellationToken)
    {
        if (_data.Length > 0)
        {
            var bytes = _data.Whole();
            JsonElement data = ForeignJson.Parse(bytes.Span) is { } json
                ? json
                : JsonText.Of(Encoding.UTF8.GetString(bytes.Span));
            _data.Clear();
            await partial.ReportAsync(data, cancellationToken);
        }
    }
}
