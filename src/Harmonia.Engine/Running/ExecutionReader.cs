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
    public async ValueTask<LoadedExecution?> LoadAsync(ExecutionId id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } head)
        {
            return null;
        }

        var definition = await definitions.GetAsync(head.DefinitionHash, cancellationToken);
        var state = ExecutionState.Initial(id, definition, settings);
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await store.ReadAsync(id, state.Version, PageSize, cancellationToken);
            foreach (var recorded in page)
            {
                if (recorded.Version != state.Version + 1)
                {
                    throw new InvalidDataException(
                        $"Execution {id} has event {recorded.Version} where {state.Version + 1} was expected.");
                }

                state.Evolve(recorded.Event);
            }
        }
        while (page.Count >= PageSize);

        state.TakeWaitChanges(); // They were stored with their events.
        return new LoadedExecution(head, state);
    }
}

/// <summary>An execution out of the store.</summary>
/// <param name="Head">Its head; may be a little older than the state.</param>
/// <param name="State">The fold of all its events.</param>
public sealed record LoadedExecution(ExecutionHead Head, ExecutionState State);
