namespace Harmonia.Components.Http;

/// <summary>Bounds of outbound calls. Whatever exceeds one fails visibly; nothing is cut in silence.</summary>
public sealed record HttpLimits
{
    private const int MaxConfigurableBytes = 256 * 1024 * 1024;

    /// <summary>Largest request body in bytes.</summary>
    public int MaxRequestBytes { get; init => field = Positive(value, MaxConfigurableBytes); } = 10 * 1024 * 1024;

    /// <summary>Largest response body in bytes, after decompression.</summary>
    public int MaxResponseBytes { get; init => field = Positive(value, MaxConfigurableBytes); } = 10 * 1024 * 1024;

    /// <summary>Largest status line and headers of a response, in KiB.</summary>
    public int MaxHeaderKibibytes { get; init => field = Positive(value, 1024); } = 64;

    /// <summary>Longest wait for a connection, with name resolution and TLS handshake.</summary>
    public TimeSpan ConnectTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromMinutes(5)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Allowed are 0 s to 300 s, without 0 s.");
    } = TimeSpan.FromSeconds(10);

    /// <summary>Connections to one host at once; more calls wait for one, within their deadline.</summary>
    public int MaxConnectionsPerHost { get; init => field = Positive(value, 65_536); } = 256;

    private static int Positive(int value, int max) => value > 0 && value <= max
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"The limit has to be from 1 to {max}.");
}
