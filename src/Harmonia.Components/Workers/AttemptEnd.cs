using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Harmonia.Components.Workers;

/// <summary>How an attempt ended, as its worker said.</summary>
/// <param name="worker">Who.</param>
/// <param name="epoch">With which epoch.</param>
/// <param name="print">Of what was said.</param>
internal sealed class AttemptEnd(string worker, long epoch, UInt128 print)
{
    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Epoch => epoch;

    /// <summary>Whether it is on stable storage; <see langword="false"/> when nobody will know before the next start.
    /// </summary>
    public Task<bool> Stored => _stored.Task;

    public bool IsSameAs(LeaseClaim claim, UInt128 other) =>
        claim.Epoch == epoch && claim.WorkerId == worker && other == print;

    public void SetStored(bool isKnown) => _stored.TrySetResult(isKnown);

    /// <summary>What tells one thing that is said of an attempt from another.</summary>
    public static UInt128 PrintOf(string kind, JsonElement value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(kind.AsSpan()));
        hash.AppendData(JsonMarshal.GetRawUtf8Value(value));
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        return MemoryMarshal.Read<UInt128>(bytes);
    }
}

/// <summary>The last ends of attempts, so many at most. Guarded by the broker's lock.</summary>
internal sealed class RememberedEnds(int capacity)
{
    private readonly Dictionary<AttemptKey, AttemptEnd> _ends = [];
    private readonly Queue<(AttemptKey Key, AttemptEnd End)> _order = new();

    public AttemptEnd? Find(AttemptKey key) => _ends.GetValueOrDefault(key);

    public void Add(AttemptKey key, AttemptEnd end)
    {
        _ends[key] = end;
        _order.Enqueue((key, end));
        if (_order.Count > capacity)
        {
            var (oldest, forgotten) = _order.Dequeue();
            if (_ends.GetValueOrDefault(oldest) == forgotten)
            {
                _ends.Remove(oldest);
            }
        }
    }
}
