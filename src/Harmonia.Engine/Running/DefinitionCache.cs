using System.Collections.Concurrent;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Compiled definitions by hash, so that executions of one workflow share one.</summary>
public sealed class DefinitionCache(IWorkflowStore store, int capacity)
{
    private readonly ConcurrentDictionary<string, WorkflowDefinition> _byHash = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <exception cref="InvalidDataException">The store has no such definition, or it does not compile any
    /// more.</exception>
    public async ValueTask<WorkflowDefinition> GetAsync(string hash, CancellationToken cancellationToken)
    {
        if (_byHash.TryGetValue(hash, out var known))
        {
            return known;
        }

        var json = await store.FindDefinitionAsync(hash, cancellationToken)
            ?? throw new InvalidDataException($"Definition {hash} is not in the store.");
        using var document = JsonDocument.Parse(json);
        var definition = WorkflowCompiler.Recompile(document.RootElement);
        Add(definition);
        return definition;
    }

    /// <summary>Keeps a definition; beyond the capacity the oldest is forgotten.</summary>
    public void Add(WorkflowDefinition definition)
    {
        if (!_byHash.TryAdd(definition.Hash, definition))
        {
            return;
        }

        _order.Enqueue(definition.Hash);
        while (_byHash.Count > capacity && _order.TryDequeue(out var oldest))
        {
            _byHash.TryRemove(oldest, out _);
        }
    }
}
