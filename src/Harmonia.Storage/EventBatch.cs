using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage;

/// <summary>
/// The events of one append as they are stored: one JSON array and a checksum over it and its place.
/// </summary>
internal static class EventBatch
{
    private const int InitialCapacity = 4 * 1024;

    // A thread that once wrote something huge does not keep the buffer for ever.
    private const int KeptCapacity = 1024 * 1024;

    // The depth that StorageJson reads: what could not be read again is refused while it can still be refused.
    private const int MaxDepth = 128;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static byte[] Encode(IReadOnlyList<ExecutionEvent> events)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(InitialCapacity);
        var writer = _writer ??= new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { MaxDepth = MaxDepth });
        writer.Reset(buffer);
        try
        {
            JsonSerializer.Serialize(writer, events, StorageJson.Default.IReadOnlyListExecutionEvent);
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            writer.Reset(Stream.Null);
            buffer.ResetWrittenCount();
            if (buffer.Capacity > KeptCapacity)
            {
                _buffer = null;
            }
        }
    }

    /// <summary>Adds the batch's events with a version above <paramref name="afterVersion"/>.</summary>
    /// <exception cref="JsonException">The batch is not what was stored.</exception>
    public static void Decode(
        BatchPlace place, ReadOnlySpan<byte> data, long checksum, long afterVersion, List<RecordedEvent> into)
    {
        if (checksum != Checksum(place, data))
        {
            throw new JsonException(
                $"The stored events {place.Version} to {place.LastVersion} of execution {place.Id} do not match their "
                + "checksum: the file is damaged. Restore a backup.");
        }

        var events = JsonSerializer.Deserialize(data, StorageJson.Default.ExecutionEventArray);
        if (events?.Length != place.Count)
        {
            throw new JsonException($"A batch of execution {place.Id} does not have {place.Count} events.");
        }

        for (var i = (int)Math.Max(0, afterVersion + 1 - place.Version); i < events.Length; i++)
        {
            into.Add(new RecordedEvent(place.Id, place.Version + i, place.Position + i, events[i]));
        }
    }

    /// <summary>
    /// CRC-32C of the data, continued over its place: a batch that turns up elsewhere is noticed as well.
    /// </summary>
    public static long Checksum(BatchPlace place, ReadOnlySpan<byte> data)
    {
        Span<byte> key = stackalloc byte[40];
        place.Id.Value.TryWriteBytes(key, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(key[16..], place.Version);
        BinaryPrimitives.WriteInt64LittleEndian(key[24..], place.Position);
        BinaryPrimitives.WriteInt64LittleEndian(key[32..], place.Count);
        return Crc(key, Crc(data, uint.MaxValue));
    }

    public static long Checksum(ReadOnlySpan<byte> data) => Crc(data, uint.MaxValue);

    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(data);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var rest in data[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return crc;
    }
}

/// <summary>Where a batch of events is.</summary>
/// <param name="Id">Whose events.</param>
/// <param name="Version">Of its first event.</param>
/// <param name="Count">How many.</param>
/// <param name="Position">Of its first event.</param>
internal readonly record struct BatchPlace(ExecutionId Id, long Version, int Count, long Position)
{
    public long LastVersion => Version + Count - 1;

    public long LastPosition => Position + Count - 1;
}
