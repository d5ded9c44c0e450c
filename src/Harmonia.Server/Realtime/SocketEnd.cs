using System.Net.WebSockets;

namespace Harmonia.Server.Realtime;

/// <summary>Why a WebSocket is closed.</summary>
/// <param name="Status">The code that the other side gets.</param>
/// <param name="Reason">For people; at most 123 bytes.</param>
/// <param name="IsOurs">Whether the reader stopped by itself, so that the other side's answer is still to be
/// read.</param>
internal sealed record SocketEnd(WebSocketCloseStatus Status, string Reason, bool IsOurs)
{
    public static SocketEnd ClosedByClient { get; } = new(WebSocketCloseStatus.NormalClosure, "Goodbye.", false);

    public static SocketEnd Unsubscribed { get; } = new(WebSocketCloseStatus.NormalClosure, "Unsubscribed.", true);

    public static SocketEnd TooBig { get; } =
        new(WebSocketCloseStatus.MessageTooBig, "The message has more bytes than are read.", true);

    public static SocketEnd Binary { get; } =
        new(WebSocketCloseStatus.InvalidMessageType, "Only text messages are understood.", true);

    public static SocketEnd TooManyBad { get; } =
        new(WebSocketCloseStatus.PolicyViolation, "Too many messages were not understood.", true);

    public static SocketEnd ExecutionEnded { get; } =
        new(WebSocketCloseStatus.NormalClosure, "The execution has ended.", false);

    public static SocketEnd Stopping { get; } =
        new(WebSocketCloseStatus.EndpointUnavailable, "The server is stopping.", false);

    public static SocketEnd Replaced { get; } = new(
        WebSocketCloseStatus.PolicyViolation, "The worker is elsewhere now, or takes nothing.", false);

    public static SocketEnd Unavailable { get; } =
        new(WebSocketCloseStatus.InternalServerError, "The store cannot be read now; come back later.", false);
}
