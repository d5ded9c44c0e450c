using System.Buffers;

namespace Harmonia.Components.Commands;

/// <summary>Keeps what a stream says, up to a bound.</summary>
internal sealed class BoundedCapture(int maxBytes)
{
    private const int ChunkBytes = 16 * 1024;

    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _kept = new();

    public bool Overflowed { get; private set; }

    /// <summary>Whether it was given up before its end.</summary>
    public bool Abandoned { get; private set; }

    /// <summary>
    /// Reads to the end, or until there is more than the bound; then calls <paramref name="onOverflow"/> once.
    /// </summary>
    public async Task ReadAsync(Stream stream, Func<Task> onOverflow, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        try
        {
            while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var count)
            {
                if (!Keep(chunk.AsSpan(0, count)))
                {
                    await onOverflow();
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            Abandoned = true; // What was read until then stands.
        }
    }

    public byte[] ToArray()
    {
        lock (_lock)
        {
            return _kept.WrittenSpan.ToArray();
        }
    }

    private bool Keep(ReadOnlySpan<byte> chunk)
    {
        lock (_lock)
        {
            var room = Math.Min(chunk.Length, maxBytes - _kept.WrittenCount);
            _kept.Write(chunk[..room]);
            Overflowed = room < chunk.Length;
            return !Overflowed;
        }
    }
}
