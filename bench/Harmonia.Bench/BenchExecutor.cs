using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Bench;

/// <summary>An executor in this process that does nothing: what is left is the engine's own cost.</summary>
internal sealed class BenchExecutor : ITaskExecutor
{
    public const string Name = "bench";
    public const string Noop = "noop";

    private static readonly TaskOutcome Done = new TaskOutcome.Completed(JsonText.EmptyObject);

    public string Component => Name;

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions { get; } = [Noop];

    public int? MaxConcurrent => 4_096;

    public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Done);
}
