using System.Buffers;
using System.Runtime.CompilerServices;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>Reads the parts of an answer that comes bit by bit: the data of server-sent events, or lines.</summary>
internal static class ModelFrames
{
    /// <summary>Of one part.</summary>
    private const int MaxFrameBytes = 4 * 1024 * 1024;

    /// <summary>Of all parts; a token is some 200 bytes.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;

    private const int ChunkBytes = 16 * 1024;

    /// <exception cref="AnswerTooLargeException">A part, or all of them, exceed a bound.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        Stream body, bool isEvents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new Reader(isEvents);
        var chunk = new byte[ChunkBytes];
        var total = 0L;
        while (await body.ReadAsync(chunk, cancellationToken) is var count and > 0)
        {
            total += count;
            if (total > MaxBytes)
            {
                throw new AnswerTooLargeException($"has more than {MaxBytes} bytes");
            }

            var rest = chunk.AsMemory(0, count);
            while (rest.Span.IndexOf((byte)'\n') is var end and >= 0)
            {
                if (reader.EndLine(rest.Span[..end]) is { } frame)
                {
                    yield return frame;
                }

                rest = rest[(end + 1)..];
            }

            reader.Continue(rest.Span);
        }

        // A last line need not be ended; an event that is not ended does not count.
        if (!isEvents && reader.EndLine([]) is { } last)
        {
            yield return last;
        }
    }

    private sealed class Reader(bool isEvents)
    {
        private readonly ArrayBufferWriter<byte> _line = new();
        private readonly ArrayBufferWriter<byte> _data = new();

        public void Continue(ReadOnlySpan<byte> part)
        {
            _line.Write(part);
            if (_line.WrittenCount + _data.WrittenCount > MaxFrameBytes)
            {
                throw new AnswerTooLargeException($"has a part of more than {MaxFrameBytes} bytes");
            }
        }

        public byte[]? EndLine(ReadOnlySpan<byte> part)
        {
            Continue(part);
            var line = _line.WrittenSpan;
            line = line is [.. var head, (byte)'\r'] ? head : line;
            var frame = isEvents ? EndEventLine(line) : line.IsEmpty ? null : line.ToArray();
            _line.ResetWrittenCount();
            return frame;
        }

        /// <summary>Only data is looked at: all providers repeat an event's name inside it.</summary>
        private byte[]? EndEventLine(ReadOnlySpan<byte> line)
        {
            if (line.StartsWith("data:"u8))
            {
                if (_data.WrittenCount > 0)
                {
                    _data.Write("\n"u8);
                }

                var value = line[5..];
                _data.Write(value is [(byte)' ', .. var rest] ? rest : value);
                return null;
            }

            if (!line.IsEmpty || _data.WrittenCount is 0)
            {
                return null;
            }

            var frame = _data.WrittenSpan.ToArray();
            _data.ResetWrittenCount();
            return frame;
        }
    }
}
