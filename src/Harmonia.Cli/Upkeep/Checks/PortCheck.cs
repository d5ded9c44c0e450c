using System.Net.Sockets;
using System.Text.Json;
using Harmonia.Client;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Upkeep.Checks;

/// <summary>Whether the server could listen, or who answers there already.</summary>
internal static class PortCheck
{
    private const string Name = "port";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<CheckResult> ExamineAsync(
        HarmoniaConfiguration configuration, CancellationToken cancellationToken)
    {
        var (host, port) = (configuration.Host, configuration.Port);
        if (port == 0)
        {
            return CheckResult.Ok(Name, "any free port");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, patience.Token);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return CheckResult.Ok(Name, $"{host}:{port} is free");
        }
        catch (SocketException exception)
        {
            return CheckResult.Fail(
                Name, $"{host}:{port}: {exception.Message}", "Choose another --host or HARMONIA_HOST.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Warn(Name, $"{host}:{port} does not answer", "Check the host and its firewall.");
        }

        return await WhoAnswersAsync(host, port, cancellationToken);
    }

    private static async Task<CheckResult> WhoAnswersAsync(string host, int port, CancellationToken cancellationToken)
    {
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://{name}:{port}"),
            Timeout = Patience,
        };
        try
        {
            var health = await new HarmoniaClient(http).GetHealthAsync(cancellationToken);
            if (health.Component == "harmonia")
            {
                return CheckResult.Ok(Name, $"Harmonia {health.Version} answers at {host}:{port}");
            }
        }
        catch (Exception exception) when (
            exception is HttpRequestException or JsonException or IOException or HarmoniaException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Whoever it is does not speak as Harmonia does.
        }

        return CheckResult.Fail(
            Name,
            $"something else answers at {host}:{port}",
            "Stop it, or choose another port with --port or HARMONIA_PORT (in a full Tekton fleet: 8007).");
    }
}
