using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Tests.Dispatch;

/// <summary>A component of which only the name matters.</summary>
internal sealed class NamedExecutor(string name) : ITaskExecutor
{
    public string Component => name;

    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions => [];

    public int? MaxConcurrent => null;

    public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nobody calls it.");
}
