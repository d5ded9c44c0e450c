using Harmonia.Core.Executions;

namespace Harmonia.Simulation;

/// <summary>A promise was broken: the world stops here.</summary>
internal sealed class ViolationException(string promise, ExecutionId? execution, string message)
    : Exception($"{promise}: {message}")
{
    public string Promise { get; } = promise;

    public ExecutionId? Execution { get; } = execution;
}
