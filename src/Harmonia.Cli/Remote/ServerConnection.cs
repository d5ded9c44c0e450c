using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Client;

namespace Harmonia.Cli.Remote;

/// <summary>One server, and what a person is told when it cannot be reached.</summary>
internal sealed class ServerConnection : IDisposable
{
    /// <summary>Bytes of one document that is sent; the server's own limits are lower.</summary>
    public const int MaxSentBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;
    private readonly HarmoniaClient _client;
    private readonly Uri _url;

    private ServerConnection(Uri url)
    {
        // A proxy for the outside world has no way to a server on this machine.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !url.IsLoopback, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"),
            Timeout = Patience,
        };
        (_url, _client) = (url, new HarmoniaClient(_http));
    }

    /// <summary>Connects at the first call, not here.</summary>
    public static ServerConnection At(string? option, Terminal terminal) =>
        new(CommonOptions.ServerUrl(option, terminal));

    /// <exception cref="HarmoniaException">The server said no.</exception>
    /// <exception cref="CommandException">There is no server, or another one.</exception>
    public async Task<T> CallAsync<T>(Func<HarmoniaClient, Task<T>> call)
    {
        try
        {
            return await call(_client);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException
            or TaskCanceledException { InnerException: TimeoutException })
        {
            throw Unreachable(exception);
        }
        catch (Exception exception) when (exception is JsonException or HarmoniaException { Error: null })
        {
            throw new CommandException(
                ExitCode.Usage,
                $"what answers at {_url} does not answer as Harmonia does: {exception.Message}",
                exception);
        }
    }

    /// <summary>Events above <paramref name="after"/> over one connection, which may break at any time.</summary>
    public async IAsyncEnumerable<(long Version, LiveEvent Event)> ListenAsync(
        Guid execution,
        long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _client.ListenAsync($"{execution}", $"{after}", cancellationToken))
        {
            // What has no version is about the connection, not an event of the execution.
            if (long.TryParse(item.EventId, out var version))
            {
                yield return (version, item.Data);
            }
        }
    }

    public CommandException Unreachable(Exception cause) => new(
        ExitCode.Usage,
        $"no server can be reached at {_url.GetLeftPart(UriPartial.Authority)} ({cause.Message}). Start one with "
        + "'harmonia serve', or name another with --server or HARMONIA_SERVER.",
        cause);

    public void Dispose() => _http.Dispose();
}
