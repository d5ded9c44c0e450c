using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Harmonia.Bench;

/// <summary>A real <c>harmonia serve</c> in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ServerProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    /// <summary>Resident memory, in MiB.</summary>
    public double ResidentMiB
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status")
                .First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
            var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts the server and waits until it says that it is ready.</summary>
    /// <param name="folder">For its data.</param>
    /// <param name="settings">Variables of its environment.</param>
    public static async Task<ServerProcess> StartAsync(
        string folder, params (string Variable, string Value)[] settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "harmonia"))
        {
            RedirectStandardOutput = true,
        };
        string[] arguments = ["serve", "--port", $"{port}", "--data-dir", folder, "--log-level", "error"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (variable, value) in settings)
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
#pragma warning disable RS0030 // A client of the server under test, on loopback: nothing outbound.
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
#pragma warning restore RS0030
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        };
        var server = new ServerProcess(process, client);
        await server.WaitUntilReadyAsync();
        return server;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Client.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(20))
        {
            try
            {
                using var answer = await Client.GetAsync(new Uri("/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }
        }

        throw new TimeoutException("The server did not get ready.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
