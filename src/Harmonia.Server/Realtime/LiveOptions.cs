namespace Harmonia.Server.Realtime;

/// <summary>What live streams may take, and how patient they are.</summary>
internal sealed record LiveOptions
{
    public static LiveOptions Default { get; } = new();

    /// <summary>
    /// Streams at once in this process, SSE and WebSocket together; further ones are refused as busy.
    /// </summary>
    public int MaxSubscribers { get; init; } = 10_000;

    /// <summary>
    /// A stream with nothing to tell says so this often, so that proxies keep it and dead peers are noticed.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A subscriber that takes nothing for this long is cut off.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a WebSocket waits for the other side to agree to the end.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of one message of a client.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Messages that are not understood before the connection is closed.</summary>
    public int MaxBadMessages { get; init; } = 10;
}
