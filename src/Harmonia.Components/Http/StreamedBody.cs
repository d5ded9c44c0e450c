using System.Buffers;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Http;

/// <summary>Brings the lines of an answer, or its server-sent events, one by one as they come.</summary>
internal sealed class StreamedBody(IPartialResults partial, bool isEvents, int maxBytes)
{
    private const int ChunkBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _data = new();

    /// <returns>Whether an answer of this media type is brought in parts.</returns>
    public static bool IsMeant(string? mediaType, out bool isEvents)
    {
        isEvents = mediaType is "text/event-stream";
        return isEvents || mediaType is "application/x-ndjson" or "application/ndjson" or "application/jsonl";
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
            if (_line.WrittenCount + _data.WrittenCount > maxBytes)
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
        var line = _line.WrittenMemory;
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

        _line.ResetWrittenCount();
    }

    private void AddData(ReadOnlySpan<byte> value)
    {
        if (_data.WrittenCount > 0)
        {
            _data.Write("\n"u8);
        }

        _data.Write(value is [(byte)' ', .. var rest] ? rest : value);
    }

    private async ValueTask BringDataAsync(CancellationToken cancellationToken)
    {
        if (_data.WrittenCount > 0)
        {
            JsonElement data = ForeignJson.Parse(_data.WrittenSpan) is { } json
                ? json
                : JsonText.Of(Encoding.UTF8.GetString(_data.WrittenSpan));
            _data.ResetWrittenCount();
            await partial.ReportAsync(data, cancellationToken);
        }
    }
}
