using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Memory;

/// <summary>The store that forgets everything at the end of the process, and the reference for the others.</summary>
/// <remarks>It keeps the bytes that the others keep, so that what cannot be written down is noticed here too.</remarks>
public sealed class MemoryStore
{
    public MemoryStore(ICommitListener listener, TimeProvider time)
    {
        var tables = new MemoryTables();
        var checkpoints = new MemoryCheckpoints(tables);
        Executions = new MemoryExecutions(tables, checkpoints, listener, time);
        Workflows = new MemoryWorkflows(tables);
        Checkpoints = checkpoints;
    }

    public IExecutionStore Executions { get; }

    public IWorkflowStore Workflows { get; }

    public ITemplateStore Templates { get; } = new MemoryTemplates();

    public ICheckpointStore Checkpoints { get; }

    public IComponentStore Components { get; } = new MemoryComponents();
}

/// <summary>What is stored; whoever touches it holds <see cref="Lock"/>.</summary>
internal sealed class MemoryTables
{
    public Lock Lock { get; } = new();

    /// <summary>All batches in commit order.</summary>
    public List<StoredBatch> Feed { get; } = [];

    public Dictionary<ExecutionId, List<StoredBatch>> Events { get; } = [];

    public Dictionary<ExecutionId, ExecutionHead> Heads { get; } = [];

    /// <summary>Ends of children that their parents have not heard of, by parent and child.</summary>
    public Dictionary<ExecutionId, SortedDictionary<ExecutionId, long>> Ends { get; } = [];

    public MemoryWaits Waits { get; } = new();

    public Dictionary<string, ReadOnlyMemory<byte>> Definitions { get; } = new(StringComparer.Ordinal);

    public Dictionary<WorkflowId, StoredWorkflow> Workflows { get; } = [];

    /// <summary>All revisions of each workflow, the oldest first.</summary>
    public Dictionary<WorkflowId, List<StoredWorkflow>> Revisions { get; } = [];

    public long LastPosition => Feed.Count == 0 ? 0 : Feed[^1].Place.LastPosition;
}

/// <summary>One append.</summary>
internal sealed record StoredBatch(BatchPlace Place, byte[] Data, long Checksum);
