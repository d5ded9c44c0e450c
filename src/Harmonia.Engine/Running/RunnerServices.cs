using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Timers;
using Microsoft.Extensions.Logging;

namespace Harmonia.Engine.Running;

/// <summary>What every runner of a node shares.</summary>
internal sealed record RunnerServices(
    EngineOptions Options,
    IExecutionStore Store,
    ExecutionReader Reader,
    DefinitionCache Definitions,
    Dispatcher Dispatcher,
    WakeQueue Wakes,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>The way to other executions.</summary>
    public required ExecutionRouter Router { get; init; }

    /// <summary>Texts that attempts produce right now.</summary>
    public required LiveTexts Texts { get; init; }

    /// <summary>Cancelled when the node stops: nothing is tried again after that.</summary>
    public required CancellationToken Stopping { get; init; }
}
