using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Sqlite;

namespace Harmonia.Server.Hosting;

/// <content>What a program without a web server needs of the engine.</content>
public sealed partial class EmbeddedEngine
{
    /// <summary>
    /// Copies a database, as it is at one moment, into a new file, whether or not a server works on it.
    /// </summary>
    /// <exception cref="IOException">The copy exists already, or cannot be written.</exception>
    public static Task CopyDatabaseAsync(string database, string target, CancellationToken cancellationToken) =>
        SqliteBackup.CopyAsync(database, target, cancellationToken);

    /// <summary>Begins to recover what was open, to watch the clock, and to look for the family.</summary>
    public void Start()
    {
        Engine.Start();
        Family.Start();
    }

    /// <summary>Starts an execution of a definition that was not saved.</summary>
    /// <returns>Its id, and what the rules said.</returns>
    public async Task<(ExecutionId Id, Decision Decision)> StartAsync(
        WorkflowDefinition definition, JsonElement input, CancellationToken cancellationToken)
    {
        var text = DefinitionText.Of(definition.Source);
        var request = new StartRequest(InlineWorkflow.IdOf(definition), definition, input)
        {
            Stored = new StoredDefinition(text.Hash, text.Utf8),
        };
        var started = await Engine.StartAsync(request, cancellationToken);
        return started.Reply is CommandReply.Decided { Decision: var decision }
            ? (started.Id, decision)
            : throw new UnreachableException($"A start was answered with {started.Reply}.");
    }

    /// <summary>The events of an execution, from the first until the one that ends it.</summary>
    public async IAsyncEnumerable<ExecutionEvent> WatchAsync(
        ExecutionId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var recorded in Engine.Feed.WatchAsync(Executions, id, 0, cancellationToken))
        {
            yield return recorded.Event;
        }
    }

    /// <summary>Asks an execution to end; one that has ended already stays as it is.</summary>
    public Task CancelAsync(ExecutionId id, string? reason, CancellationToken cancellationToken) =>
        Engine.Router.DeliverAsync(id, new CancelExecution(reason), cancellationToken);

    /// <returns>The execution as it is stored now, or <see langword="null"/> when it is unknown.</returns>
    public async Task<ExecutionState?> LoadAsync(ExecutionId id, CancellationToken cancellationToken) =>
        (await Engine.Reader.LoadAsync(id, cancellationToken))?.State;
}
