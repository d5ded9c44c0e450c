using System.Net.Sockets;
using System.Text;
using Harmonia.Components.Tests.Http;

namespace Harmonia.Components.Tests.Evil;

/// <summary>All of them, by name.</summary>
internal static partial class EvilCases
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<EvilCase> All { get; } =
        [.. Connecting(), .. Breaking(), .. Stalling(), .. Statuses(), .. Framing(), .. Lying(), .. Flooding()];

    private static EvilCase Same(string name, string outcome, Func<Socket, CancellationToken, Task> behave) =>
        new(name, outcome, outcome, behave);

    private static EvilCase Answers(string name, string outcome, string answer) =>
        Same(name, outcome, Answering(answer));

    private static EvilCase AnswersTimeout(string name, string beginning) =>
        Same(name, "timeout+", SilentAfter(beginning)) with { Within = Short };

    private static Func<Socket, CancellationToken, Task> Answering(string answer) =>
        Answering(Encoding.Latin1.GetBytes(answer.ReplaceLineEndings("\r\n")));

    private static Func<Socket, CancellationToken, Task> Answering(byte[] answer) => async (socket, stop) =>
    {
        await RawPeer.ReadRequestAsync(socket, stop);
        await SendAllAsync(socket, answer, stop);
        socket.Shutdown(SocketShutdown.Send);
        await DrainAsync(socket, stop);
    };

    private static Func<Socket, CancellationToken, Task> SilentAfter(string beginning) => async (socket, stop) =>
    {
        await RawPeer.ReadRequestAsync(socket, stop);
        await RawPeer.SendAsync(socket, beginning, stop);
        await RawPeer.ForeverAsync(stop);
    };

    private static Func<Socket, CancellationToken, Task> ResettingAfter(string beginning) => async (socket, stop) =>
    {
        await RawPeer.ReadRequestAsync(socket, stop);
        if (beginning.Length > 0)
        {
            await RawPeer.SendAsync(socket, beginning, stop);
        }

        socket.LingerState = new LingerOption(enable: true, seconds: 0);
    };

    /// <summary>To whatever comes first, such as the beginning of a handshake.</summary>
    private static Func<Socket, CancellationToken, Task> AnsweringAnything(string answer, bool resets) =>
        async (socket, stop) =>
        {
            await socket.ReceiveAsync(new byte[4096], stop);
            if (resets)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            }

            await RawPeer.SendAsync(socket, answer, stop);
        };

    private static Func<Socket, CancellationToken, Task> Dripping(string beginning, string drop) =>
        async (socket, stop) =>
        {
            await RawPeer.ReadRequestAsync(socket, stop);
            await RawPeer.SendAsync(socket, beginning, stop);
            using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (await drip.WaitForNextTickAsync(stop))
            {
                await RawPeer.SendAsync(socket, drop, stop);
            }
        };

    /// <summary>Sends the same again and again, until it is enough or the caller has gone.</summary>
    private static Func<Socket, CancellationToken, Task> Flooding(string beginning, byte[] chunk, long times) =>
        async (socket, stop) =>
        {
            await RawPeer.ReadRequestAsync(socket, stop);
            await RawPeer.SendAsync(socket, beginning, stop);
            for (var sent = 0L; sent < times; sent++)
            {
                await SendAllAsync(socket, chunk, stop);
            }
        };

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, stop)..];
        }
    }

    /// <summary>So that what was sent is read before the connection goes.</summary>
    private static async Task DrainAsync(Socket socket, CancellationToken stop)
    {
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, stop) > 0)
        {
            // Not of interest.
        }
    }
}
