using System.Collections.Concurrent;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest;

/// <summary>Finds saved workflows by id or name, from memory when it was asked before.</summary>
/// <remarks>
/// One process has the database, and all its changes of workflows come through here, so memory is never stale.
/// </remarks>
internal sealed class WorkflowLookup(IWorkflowStore store)
{
    private const int MaxRemembered = 1_000;

    private readonly ConcurrentDictionary<string, StoredWorkflow> _byReference = new(StringComparer.Ordinal);
    private long _changes;

    /// <returns>The current revision, or <see langword="null"/>.</returns>
    public async ValueTask<StoredWorkflow?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (_byReference.TryGetValue(reference, out var known))
        {
            return known;
        }

        var changes = Interlocked.Read(ref _changes);
        var found = WorkflowId.TryParse(reference, out var id)
            ? await store.FindAsync(id, cancellationToken)
            : null;
        found ??= await store.FindByNameAsync(reference, cancellationToken);
        if (found is not null)
        {
            Remember(reference, found, changes);
        }

        return found;
    }

    /// <summary>Does something that changes workflows, and forgets what was remembered of them.</summary>
    public async ValueTask<T> ChangeAsync<T>(Func<IWorkflowStore, ValueTask<T>> change)
    {
        try
        {
            return await change(store);
        }
        finally
        {
            Interlocked.Increment(ref _changes);
            _byReference.Clear();
        }
    }

    private void Remember(string reference, StoredWorkflow workflow, long changes)
    {
        if (_byReference.Count >= MaxRemembered)
        {
            _byReference.Clear();
        }

        _byReference[reference] = workflow;
        if (Interlocked.Read(ref _changes) != changes)
        {
            _byReference.TryRemove(reference, out _); // It changed while it was read.
        }
    }
}
