using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Harmonia.Client;
using Harmonia.Components.Workers;
using Harmonia.Engine.Ports;
using Harmonia.Server.Rest.Workers;

namespace Harmonia.Server.Realtime;

/// <summary>What a worker is told through its connection, in order, without anybody waiting for it.</summary>
/// <remarks>Each message is written when its turn comes. A worker that takes nothing is cut off.</remarks>
internal sealed class WorkerOutbox(WebSocket socket, int capacity, TimeProvider time) : IWorkerConnection
{
    private readonly Channel<Action<Utf8JsonWriter>> _messages = Channel.CreateBounded<Action<Utf8JsonWriter>>(
        new BoundedChannelOptions(capacity) { SingleReader = true });

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly TaskCompletionSource _isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Until nothing more is to be read: the worker takes nothing, or has another connection.</summary>
    public Task IsOver => _isOver.Task;

    public void Take(LeasedAttempt attempt) => Tell("attempt", writer =>
    {
        writer.WritePropertyName("attempt"u8);
        JsonSerializer.Serialize(writer, WorkerViews.Of(attempt), HarmoniaJson.Wire.WorkerAttempt);
    });

    public void Cancel(TaskCall call, long epoch) => Tell("canceled", writer =>
    {
        writer.WriteString("execution_id"u8, call.ExecutionId.Value);
        writer.WriteString("task"u8, call.Task);
        writer.WriteNumber("attempt"u8, call.Attempt);
        writer.WriteNumber("epoch"u8, epoch);
    });

    public void Drain() => Tell("draining", static _ => { });

    public void Replace() => _isOver.TrySetResult();

    /// <summary>Tells something.</summary>
    /// <param name="type">The type of the message.</param>
    /// <param name="write">Writes its other members.</param>
    public void Tell(string type, Action<Utf8JsonWriter> write)
    {
        var isTaken = _messages.Writer.TryWrite(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            write(writer);
            writer.WriteEndObject();
        });
        if (!isTaken)
        {
            _isOver.TrySetResult(); // It takes less than it asks for.
        }
    }

    /// <summary>No more messages come; those that wait are still sent.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Sends until there is no more to come.</summary>
    public async Task SendAsync()
    {
        await foreach (var write in _messages.Reader.ReadAllAsync(CancellationToken.None))
        {
            _buffer.ResetWrittenCount();
            await using (var writer = new Utf8JsonWriter(_buffer))
            {
                write(writer);
            }

            var sending = socket.SendAsync(
                _buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();
            await sending.WaitAsync(LiveOptions.Default.SendTimeout, time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!sending.IsCompleted)
            {
                socket.Abort();
            }

            await sending;
        }
    }
}
