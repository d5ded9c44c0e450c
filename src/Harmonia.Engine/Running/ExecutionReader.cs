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
    public async ValueTask<LoadedExecution?> LoadAsync(ExecutionId id, CancellationToken cancellationToken)
    {
        LoadedExecution loaded;
        var tries = 0;
        do
        {
            if (await store.FindAsync(id, cancellationToken) is not { } head)
            {
                return null;
            }

            loaded = await FoldAsync(head, cancellationToken);
            if (loaded.State.Forgotten == head.Forgotten)
            {
                return loaded;
            }
        }
        while (++tries < MaxTries); // While it was read, its owner removed what is not needed any more.

        throw new InvalidDataException(
            $"{loaded.State.Forgotten} events of execution {id} are missing, and {loaded.Head.Forgotten} were removed.");
    }

    private async ValueTask<LoadedExecution> FoldAsync(ExecutionHead head, CancellationToken cancellationToken)
    {
        var definition = await definitions.GetAsync(head.DefinitionHash, cancellationToken);
        var state = ExecutionState.Initial(head.Id, definition, settings);
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await store.ReadAsync(head.Id, state.Version, PageSize, cancellationToken);
            foreach (var recorded in page)
            {
                state.Evolve(recorded.Event, recorded.Version);
            }
        }
        while (page.Count >= PageSize);

        return new LoadedExecution(head, state);
    }
}

/// <summary>An execution out of the store.</summary>
/// <param name="Head">Its head; may be a little older than the state.</param>
/// <param name="State">The fold of all its events.</param>
public sealed record LoadedExecution(ExecutionHead Head, ExecutionState State);
