namespace Harmonia.Components.Mcp;

/// <summary>What ends a message.</summary>
internal enum FrameEnd
{
    Line,
    BlankLine,
    Body,
}

/// <summary>Reads what a server sends, and breaks when one message of it is too long to be kept.</summary>
/// <param name="inner">What it sends.</param>
/// <param name="maxBytes">Of one message.</param>
/// <param name="end">What ends a message.</param>
internal sealed class FrameLimitedStream(Stream inner, long maxBytes, FrameEnd end) : Stream
{
    private long _ofMessage;
    private bool _isLineBlank = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Checked(buffer.AsSpan(offset), inner.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        return Checked(buffer.Span, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Checked(ReadOnlySpan<byte> buffer, int count)
    {
        foreach (var letter in buffer[..count])
        {
            _ofMessage++;
            if (letter is (byte)'\n')
            {
                _ofMessage = end is FrameEnd.Line || (end is FrameEnd.BlankLine && _isLineBlank) ? 0 : _ofMessage;
                _isLineBlank = true;
            }
            else if (letter is not (byte)'\r')
            {
                _isLineBlank = false;
            }
        }

        return _ofMessage <= maxBytes
            ? count
            : throw new IOException($"The server sent a message of more than {maxBytes} bytes.");
    }
}
