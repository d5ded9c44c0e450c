using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Filtering;

namespace Harmonia.Storage.Memory;

/// <summary>Workflows in memory.</summary>
internal sealed class MemoryWorkflows(MemoryTables tables) : IWorkflowStore
{
    private long _lastOrdinal;

    public ValueTask<StoredWorkflow?> AddAsync(
        StoredWorkflow workflow, StoredDefinition definition, CancellationToken cancellationToken)
    {
        StoreArguments.Check(workflow, definition);
        cancellationToken.ThrowIfCancellationRequested();
        lock (tables.Lock)
        {
            if (tables.Workflows.TryGetValue(workflow.Id, out var stored))
            {
                return new(stored.DefinitionHash == workflow.DefinitionHash ? stored : null);
            }

            if (Named(workflow.Name) is not null)
            {
                return new((StoredWorkflow?)null);
            }

            var added = workflow with { Revision = 1, Ordinal = ++_lastOrdinal };
            Keep(added, definition);
            return new(added);
        }
    }

    public ValueTask<ReviseOutcome> ReviseAsync(
        StoredWorkflow workflow, StoredDefinition definition, CancellationToken cancellationToken)
    {
        StoreArguments.Check(workflow, definition);
        cancellationToken.ThrowIfCancellationRequested();
        lock (tables.Lock)
        {
            if (!tables.Workflows.TryGetValue(workflow.Id, out var stored))
            {
                return new(ReviseOutcome.NotFound);
            }

            if (Named(workflow.Name) is { } named && named.Id != workflow.Id)
            {
                return new(ReviseOutcome.NameTaken);
            }

            var revised = workflow with
            {
                Revision = stored.Revision + 1,
                Ordinal = stored.Ordinal,
                CreatedAt = stored.CreatedAt,
            };
            Keep(revised, definition);
            return new(ReviseOutcome.Stored);
        }
    }

    public ValueTask<RemoveOutcome> RemoveAsync(WorkflowId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (tables.Lock)
        {
            if (!tables.Workflows.ContainsKey(id))
            {
                return new(RemoveOutcome.NotFound);
            }

            if (tables.Heads.Values.Any(head => head.WorkflowId == id && !head.Status.IsFinal))
            {
                return new(RemoveOutcome.HasActiveExecutions);
            }

            tables.Workflows.Remove(id);
            tables.Revisions.Remove(id);
            return new(RemoveOutcome.Removed);
        }
    }

    public ValueTask<StoredWorkflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(tables.Workflows.GetValueOrDefault(id));
        }
    }

    public ValueTask<StoredWorkflow?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(Named(name));
        }
    }

    public ValueTask<StoredWorkflow?> FindRevisionAsync(
        WorkflowId id, int? revision, string? version, CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new((tables.Revisions.GetValueOrDefault(id) ?? []).LastOrDefault(workflow =>
                (revision is null || workflow.Revision == revision)
                && (version is null || workflow.Version == version)));
        }
    }

    public ValueTask<WorkflowPage> ListAsync(WorkflowQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var matches = FilterMatch.All(query.Filters, FilterFields.Workflows);
        lock (tables.Lock)
        {
            var all = tables.Workflows.Values.Where(matches).OrderByDescending(workflow => workflow.Ordinal).ToList();
            return new(new WorkflowPage([.. all.Skip(query.Offset).Take(query.Limit)], all.Count));
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> FindDefinitionAsync(string hash, CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(tables.Definitions.TryGetValue(hash, out var json) ? json : (ReadOnlyMemory<byte>?)null);
        }
    }

    private StoredWorkflow? Named(string name) =>
        tables.Workflows.Values.FirstOrDefault(workflow => workflow.Name == name);

    private void Keep(StoredWorkflow workflow, StoredDefinition definition)
    {
        tables.Workflows[workflow.Id] = workflow;
        if (!tables.Revisions.TryGetValue(workflow.Id, out var revisions))
        {
            tables.Revisions[workflow.Id] = revisions = [];
        }

        revisions.Add(workflow);
        tables.Definitions.TryAdd(definition.Hash, definition.Json.ToArray());
        if (definition.Original is { } original)
        {
            tables.Definitions.TryAdd(original.Hash, original.Json.ToArray());
        }
    }
}
