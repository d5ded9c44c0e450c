using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Folds executions out of the store.</summary>
public sealed class ExecutionReader(IExecutionStore store, DefinitionCache definitions, ExecutionSettings settings)
{
    private const int PageSize = 4_096;

    /// <summary>Times that a history is read which changes while it is read.</summary>
    private const int MaxTries = 5;

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
        LoadedExecution loaded;
        var tries = 0;
        do
        {
            if (await store.FindAsync(id, cancellationToken) is not { } head)
            {
                return null;
            }

            loaded = await FoldAsync(head, version, cancellationToken);
            if (loaded.State.Forgotten == head.Forgotten || version < long.MaxValue)
            {
                return loaded;
            }
        }
        while (++tries < MaxTries); // While it was read, its owner removed what is not needed any more.

        throw new InvalidDataException(
            $"{loaded.State.Forgotten} events of execution {id} are missing, and "
                + $"{loaded.Head.Forgotten} were removed.");
    }

    /// <summary>The first events of an execution, for another one to begin with.</summary>
    /// <returns><see langword="null"/> when the execution is unknown.</returns>
    internal async ValueTask<Beginning?> ReadBeginningAsync(
        ExecutionId id, long version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return null;
        }

        var (events, last) = (ImmutableArray.CreateBuilder<ExecutionEvent>(), 0L);
        await foreach (var recorded in ReadAsync(id, version, cancellationToken))
        {
            events.Add(recorded.Event);
            last = recorded.Version;
        }

        return new Beginning(head.DefinitionHash, events.ToImmutable(), last);
    }

    private async ValueTask<LoadedExecution> FoldAsync(
        ExecutionHead head, long version, CancellationToken cancellationToken)
    {
        var definition = await definitions.GetAsync(head.DefinitionHash, cancellationToken);
        var state = ExecutionState.Initial(head.Id, definition, settings);
        await foreach (var recorded in ReadAsync(head.Id, version, cancellationToken))
        {
            state.Evolve(recorded.Event, recorded.Version);
        }

        state.TakeWaitChanges(); // They were stored with their events.
        return new LoadedExecution(head, state);
    }

    /// <summary>The events that are kept, up to a version.</summary>
    private async IAsyncEnumerable<RecordedEvent> ReadAsync(
        ExecutionId id, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = 0;
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await store.ReadAsync(id, last, PageSize, cancellationToken);
            foreach (var recorded in page.TakeWhile(recorded => recorded.Version <= until))
            {
                last = recorded.Version;
                yield return recorded;
            }
        }
        while (page.Count >= PageSize && page[^1].Version < until);
    }
}

/// <summary>The first events of an execution.</summary>
/// <param name="DefinitionHash">What they are of.</param>
/// <param name="Events">Those that are kept.</param>
/// <param name="Version">That of the last one.</param>
internal sealed record Beginning(string DefinitionHash, ImmutableArray<ExecutionEvent> Events, long Version);

/// <summary>An execution out of the store.</summary>
/// <param name="Head">Its head; may be a little older than the state.</param>
/// <param name="State">The fold of all its events.</param>
public sealed record LoadedExecution(ExecutionHead Head, ExecutionState State);
