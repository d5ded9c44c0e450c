using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine;
using Harmonia.Engine.Ports;
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
    /// <param name="components">Beside those of the release.</param>
    public static async Task<TestServer> StartAsync(
        TestTerminal terminal, string? database = null, int port = 0, params ImmutableArray<ITaskExecutor> components)
    {
        var path = database ?? terminal.PathOf($"{Guid.NewGuid():N}.db");
        var configuration = new HarmoniaConfiguration
        {
            Port = port,
            DataDirectory = terminal.Root,
            Database = new DatabaseLocation.File(path),
            Components = components,
        };
        return new TestServer(
            await HarmoniaHost.StartAsync(configuration, static _ => { }, CancellationToken.None), path);
    }

    /// <returns>The id of an execution that has started, and has ended if it needs nothing from outside.</returns>
    public async Task<string> StartExecutionAsync(string yaml, string input = "{}")
    {
        var document = SourceDocument.Read(
            Encoding.UTF8.GetBytes(yaml), DocumentFormat.Yaml, DocumentLimits.Default, [])!;
        var definition = WorkflowCompiler.Compile(
            document.Root, _host.Embedded.Catalog, DefinitionLimits.Default).Definition!;
        var text = DefinitionText.Of(document.Root);
        var started = await _host.Embedded.Engine.StartAsync(
            new StartRequest(InlineWorkflow.IdOf(definition), definition, JsonElement.Parse(input))
            {
                Stored = new StoredDefinition(text.Hash, text.Utf8),
            },
            CancellationToken.None);
        Assert.IsType<Decision.Accepted>(Assert.IsType<CommandReply.Decided>(started.Reply).Decision);
        return started.Id.ToString();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
