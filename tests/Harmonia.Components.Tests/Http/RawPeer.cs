using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Harmonia.Components.Tests.Http;

/// <summary>A peer that does exactly what a test says with the raw connection.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _behave;
    private readonly List<Task> _conversations = [];
    private readonly Task _accepting;

    public RawPeer(Func<Socket, CancellationToken, Task> behave)
    {
        _behave = behave;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    public int Connections { get; private set; }

    /// <summary>Reads the request, sends these bytes and closes.</summary>
    public static RawPeer Answering(byte[] answer) => new(async (socket, cancellationToken) =>
    {
        await ReadRequestAsync(socket, cancellationToken);
        await socket.SendAsync(answer, cancellationToken);
    });

    public static RawPeer Answering(string answer) =>
        Answering(Encoding.Latin1.GetBytes(answer.ReplaceLineEndings("\r\n")));

    public static async Task<string> ReadRequestAsync(Socket socket, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, cancellationToken);
            if (count is 0)
            {
                break;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return text.ToString();
    }

    public static Task SendAsync(Socket socket, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n")), cancellationToken).AsTask();

    /// <summary>Says nothing more until the test ends.</summary>
    public static Task ForeverAsync(CancellationToken cancellationToken) =>
        new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_conversations);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Connections++;
                _conversations.Add(TalkAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _behave(socket, _stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The caller has gone, or the test is over.
            }
        }
    }
}
