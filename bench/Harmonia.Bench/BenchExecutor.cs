using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Bench;

/// <summary>An executor in this process that does nothing: what is left is the engine's own cost.</summary>
internal sealed class BenchExecutor : ITaskExecutor
{
    public const string Name = "bench";
    public const string Noop = "noop";

    private static readonly TaskOutcome Done = new TaskOutcome.Completed(JsonText.EmptyObject);

    private int _calls;

    public string Component => Name;

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions { get; } = [Noop];

    public int? MaxConcurrent => 4_096;

    /// <summary>Told of every call, with how many there have been.</summary>
    public Action<int>? Called { get; init; }

    public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        Called?.Invoke(Interlocked.Increment(ref _calls));
        return ValueTask.FromResult(Done);
    }
}
