using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Tests;

/// <summary>A real server on a free port, with a database of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly HarmoniaHost _host;

    private TestServer(HarmoniaHost host, string database) => (_host, Database) = (host, database);

    public string Database { get; }

    public Uri Address => _host.Address;

    public string Url => Address.GetLeftPart(UriPartial.Authority);

    /// <param name="terminal">Whose directory has the data.</param>
    /// <param name="database">Its path; a new one if not given.</param>
    /// <param name="port">0 for a free one.</param>
    public static async Task<TestServer> StartAsync(TestTerminal terminal, string? database = null, int port = 0)
    {
        var path = database ?? terminal.PathOf($"{Guid.NewGuid():N}.db");
        var configuration = new HarmoniaConfiguration
        {
            Port = port,
            DataDirectory = terminal.Root,
            Database = new DatabaseLocation.File(path),
        };
        return new TestServer(
            await HarmoniaHost.StartAsync(configuration, static _ => { }, CancellationToken.None), path);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
