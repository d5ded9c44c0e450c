using System.Collections.Immutable;
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

            loaded = await FoldAsync(head, version, null, cancellationToken);
            if (version != long.MaxValue || loaded.State.Forgotten == head.Forgotten)
            {
                return loaded;
            }
        }
        while (++tries < MaxTries); // While it was read, its owner removed what is not needed any more.

        throw new InvalidDataException(
            $"{loaded.State.Forgotten} events of execution {id} are missing, and {loaded.Head.Forgotten} were removed.");
    }

    /// <returns>
    /// The hash of its definition and its events up to a version, fewer when it has not come so far and without those
    /// that can be forgotten at that version, or <see langword="null"/> when it is unknown.
    /// </returns>
    internal async ValueTask<(string DefinitionHash, ImmutableArray<ExecutionEvent> Events)?> HistoryAsync(
        ExecutionId id, long until, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return null;
        }

        var events = new List<RecordedEvent>();
        var state = (await FoldAsync(head, until, events, cancellationToken)).State;
        return (
            head.DefinitionHash,
            [.. events
                .Where(recorded => !state.CanForget(recorded.Version, recorded.Event))
                .Select(recorded => recorded.Event)]);
    }

    private async ValueTask<LoadedExecution> FoldAsync(
        ExecutionHead head, long until, List<RecordedEvent>? into, CancellationToken cancellationToken)
    {
        var definition = await definitions.GetAsync(head.DefinitionHash, cancellationToken);
        var state = ExecutionState.Initial(head.Id, definition, settings);
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await store.ReadAsync(head.Id, state.Version, PageSize, cancellationToken);
            foreach (var recorded in page.TakeWhile(recorded => recorded.Version <= until))
            {
                state.Evolve(recorded.Event, recorded.Version);
                into?.Add(recorded);
            }
        }
        while (page.Count >= PageSize && state.Version < until);

        return new LoadedExecution(head, state);
    }
}

/// <summary>An execution out of the store.</summary>
/// <param name="Head">Its head; may be a little older than the state.</param>
/// <param name="State">The fold of all its events.</param>
public sealed record LoadedExecution(ExecutionHead Head, ExecutionState State);
