using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Folds executions out of the store.</summary>
public sealed class ExecutionReader(IExecutionStore store, DefinitionCache definitions, ExecutionSettings settings)
{
    private const int PageSize = 4_096;

    /// <returns>The execution as it is stored now, or <see langword="null"/> when it is unknown.</returns>
    /// <exception cref="InvalidDataException">Its history cannot be understood.</exception>
    /// <exception cref="System.Text.Json.JsonException">Its history cannot be read.</exception>
    public ValueTask<LoadedExecution?> LoadAsync(ExecutionId id, CancellationToken cancellationToken) =>
        LoadAsync(id, long.MaxValue, cancellationToken);

    /// <returns>
    /// The execution as it was at a version, or now when it has not come so far, or <see langword="null"/> when it is
    /// unknown.
    /// </returns>
    /// <exception cref="InvalidDataException">Its history cannot be understood.</exception>
    /// <exception cref="System.Text.Json.JsonException">Its history cannot be read.</exception>
    public async ValueTask<LoadedExecution?> LoadAsync(
        ExecutionId id, long version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return null;
        }

        var definition = await definitions.GetAsync(head.DefinitionHash, cancellationToken);
        var state = ExecutionState.Initial(id, definition, settings);
        await foreach (var fact in ReadAsync(id, version, cancellationToken))
        {
            state.Evolve(fact);
        }

        return new LoadedExecution(head, state);
    }

    /// <returns>
    /// The hash of its definition and its events up to a version, fewer when it has not come so far, or
    /// <see langword="null"/> when it is unknown.
    /// </returns>
    internal async ValueTask<(string DefinitionHash, ImmutableArray<ExecutionEvent> Events)?> HistoryAsync(
        ExecutionId id, long until, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return null;
        }

        var events = ImmutableArray.CreateBuilder<ExecutionEvent>();
        await foreach (var fact in ReadAsync(id, until, cancellationToken))
        {
            events.Add(fact);
        }

        return (head.DefinitionHash, events.ToImmutable());
    }

    /// <summary>The events of an execution from the first up to a version, or up to the last one.</summary>
    /// <exception cref="InvalidDataException">There is a gap.</exception>
    private async IAsyncEnumerable<ExecutionEvent> ReadAsync(
        ExecutionId id, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long version = 0;
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await store.ReadAsync(id, version, PageSize, cancellationToken);
            foreach (var recorded in page.TakeWhile(recorded => recorded.Version <= until))
            {
                if (recorded.Version != ++version)
                {
                    throw new InvalidDataException(
                        $"Execution {id} has event {recorded.Version} where {version} was expected.");
                }

                yield return recorded.Event;
            }
        }
        while (page.Count >= PageSize && version < until);
    }
}

/// <summary>An execution out of the store.</summary>
/// <param name="Head">Its head; may be a little older than the state.</param>
/// <param name="State">The fold of all its events.</param>
public sealed record LoadedExecution(ExecutionHead Head, ExecutionState State);
