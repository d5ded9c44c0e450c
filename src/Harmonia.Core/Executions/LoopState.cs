using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <summary>How far a loop has come. Only <see cref="ExecutionState"/> changes it.</summary>
public sealed class LoopState
{
    private readonly LoopSettings _settings;
    private readonly Queue<JsonElement> _outputs = new();

    internal LoopState(LoopSettings settings, int? count, long version) =>
        (_settings, Count, StartVersion) = (settings, count, version);

    /// <summary>The iteration that began last; 0 before the first.</summary>
    public int Iteration { get; private set; }

    /// <summary>How many there are to be, if that was said.</summary>
    public int? Count { get; }

    /// <summary>The outputs of the last iterations, as many as are kept, the last one at the end.</summary>
    public IReadOnlyCollection<JsonElement> Outputs => _outputs;

    /// <summary>The output of the last iteration that completed.</summary>
    public JsonElement? Last { get; private set; }

    /// <summary>The version at which this attempt of the loop started.</summary>
    internal long StartVersion { get; }

    internal void Begin(int iteration) => Iteration = iteration;

    internal void Complete(JsonElement output)
    {
        if (_outputs.Count == _settings.KeepLast)
        {
            _outputs.Dequeue();
        }

        _outputs.Enqueue(output);
        Last = output;
    }

    /// <summary>Whether an event of this iteration says nothing any more that is needed.</summary>
    internal bool IsPast(int iteration, long version) =>
        iteration < Iteration - _settings.KeepLast || (Iteration > 0 && version < StartVersion);
}
