using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Realtime;

/// <summary>Frames of server-sent events. Only events carry an id: an id says "I have everything up to here".</summary>
internal sealed class EventStreamSink(HttpContext context, LiveServices live, bool withPosition)
    : ILiveSink, IAsyncDisposable
{
    /// <summary>Bytes that are put together before they are sent, when there is more to tell.</summary>
    private const int MaxUnsent = 32 * 1024;

    private readonly PipeWriter _pipe = context.Response.BodyWriter;
    private readonly Utf8JsonWriter _json = new(context.Response.BodyWriter);
    private long _unsent;

    public void WriteConnected(LiveStream stream)
    {
        WriteEvent("connected");
        _json.WriteStartObject();
        if (stream.Execution is { } id)
        {
            _json.WriteString("execution_id"u8, id.Value);
        }

        _json.WriteNumber(withPosition ? "position"u8 : "version"u8, stream.Cursor);
        _json.WriteEndObject();
        EndFrame();
    }

    public void WriteReset(LiveStream stream)
    {
        WriteEvent("reset");
        LiveControl.WriteReset(_json, stream.Cursor, type: null);
        EndFrame();
    }

    public async ValueTask WriteAsync(LiveItem item, CancellationToken cancellationToken)
    {
        WriteId(withPosition ? item.Recorded.Position : item.Recorded.Version);
        WriteEvent(EventNames.Of(item.Recorded.Event));
        LiveJson.Write(_json, item, withPosition);
        await EndFrameAsync(cancellationToken);
    }

    public async ValueTask WriteAsync(TextPiece piece, CancellationToken cancellationToken)
    {
        WriteEvent(EventTypes.Text);
        LiveJson.Write(_json, piece);
        await EndFrameAsync(cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _unsent = 0;
        var flush = _pipe.FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        try
        {
            await flush.AsTask().WaitAsync(live.Options.SendTimeout, live.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw new OperationCanceledException("The subscriber takes nothing.");
        }
    }

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken)
    {
        _pipe.Write(": keepalive\n\n"u8);
        return FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private async ValueTask EndFrameAsync(CancellationToken cancellationToken)
    {
        EndFrame();
        if (_unsent >= MaxUnsent)
        {
            await FlushAsync(cancellationToken);
        }
    }

    private void WriteId(long id)
    {
        _pipe.Write("id: "u8);
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(id, digits, out var length);
        _pipe.Write(digits[..length]);
        _pipe.Write("\n"u8);
    }

    private void WriteEvent(string name)
    {
        _pipe.Write("event: "u8);
        Encoding.ASCII.GetBytes(name, _pipe);
        _pipe.Write("\ndata: "u8);
    }

    private void EndFrame()
    {
        _json.Flush();
        _unsent += _json.BytesCommitted;
        _json.Reset();
        _pipe.Write("\n\n"u8);
    }
}
