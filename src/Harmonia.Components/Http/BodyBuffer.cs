using System.Buffers;

namespace Harmonia.Components.Http;

/// <summary>
/// Holds a body that comes in pieces, in chunks that are used again, so that a flood leaves no garbage.
/// </summary>
internal sealed class BodyBuffer : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>
    /// Chunks that are kept for the next body: 12 MiB, a little more than the largest one by default.
    /// </summary>
    private const int MaxKeptChunks = 192;

    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(ChunkBytes, MaxKeptChunks);

    private readonly List<byte[]> _chunks = [];

    /// <summary>Of the last chunk.</summary>
    private int _used;

    public long Length { get; private set; }

    /// <summary>Where the next bytes go; <see cref="Advance"/> says how many came.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_chunks.Count is 0 || _used == ChunkBytes)
            {
                _chunks.Add(Pool.Rent(ChunkBytes));
                _used = 0;
            }

            return _chunks[^1].AsMemory(_used, ChunkBytes - _used);
        }
    }

    public void Advance(int count)
    {
        _used += count;
        Length += count;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var free = Free.Span;
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Forgets the last byte.</summary>
    public void DropLast()
    {
        _used--;
        Length--;
    }

    /// <summary>All of it; good until the next change.</summary>
    public ReadOnlyMemory<byte> Whole()
    {
        if (_chunks.Count <= 1)
        {
            return _chunks.Count is 0 ? default : _chunks[0].AsMemory(0, _used);
        }

        var whole = new byte[Length];
        var copied = 0;
        foreach (var chunk in _chunks)
        {
            var count = Math.Min(ChunkBytes, whole.Length - copied);
            chunk.AsSpan(0, count).CopyTo(whole.AsSpan(copied));
            copied += count;
        }

        return whole;
    }

    /// <summary>Keeps one chunk for what comes next.</summary>
    public void Clear() => Shrink(toChunks: 1);

    public void Dispose() => Shrink(toChunks: 0);

    private void Shrink(int toChunks)
    {
        while (_chunks.Count > toChunks)
        {
            Pool.Return(_chunks[^1]);
            _chunks.RemoveAt(_chunks.Count - 1);
        }

        (_used, Length) = (0, 0);
    }
}
