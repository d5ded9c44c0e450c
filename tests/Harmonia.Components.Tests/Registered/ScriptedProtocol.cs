using System.Collections.Concurrent;
using System.Text.Json;
using Harmonia.Components.Registered;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Registered;

/// <summary>Components that do as a test says, by their names.</summary>
internal sealed class ScriptedProtocol : IProtocol
{
    public string Name => "scripted";

    /// <summary>What calls come to; without one they are completed.</summary>
    public ConcurrentDictionary<string, Func<TaskOutcome>> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>What probes find; without one it is healthy.</summary>
    public ConcurrentDictionary<string, bool> Health { get; } = new(StringComparer.Ordinal);

    /// <summary>The actions that are known; without them none are.</summary>
    public ConcurrentDictionary<string, string[]> Actions { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Called { get; } = new();

    public ConcurrentQueue<string> Probed { get; } = new();

    public ConcurrentQueue<string> Disposed { get; } = new();

    /// <summary>Calls and probes wait for it, when there is one.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public IProtocolClient Open(ComponentDeclaration declaration) => new Client(this, declaration.Name);

    public static TaskOutcome Unreachable() => new TaskOutcome.Unavailable("refused");

    public static TaskOutcome Broken() => Failing("http_500");

    public static TaskOutcome Failing(string code) =>
        new TaskOutcome.Failed(new TaskFailure(code, "It broke.", Retryable: true));

    private sealed class Client(ScriptedProtocol script, string name) : IProtocolClient
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        public IReadOnlyCollection<string> Actions => script.Actions.GetValueOrDefault(name) ?? [];

        public async ValueTask<TaskOutcome> CallAsync(TaskCall call, CancellationToken cancellationToken)
        {
            script.Called.Enqueue(name);
            await (script.Hold?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            return script.Outcomes.TryGetValue(name, out var outcome)
                ? outcome()
                : new TaskOutcome.Completed(JsonElement.Parse($"\"{name}\""));
        }

        public async ValueTask<ProbeAnswer> ProbeAsync(CancellationToken cancellationToken)
        {
            script.Probed.Enqueue(name);
            await (script.Hold?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            return new ProbeAnswer(script.Health.GetValueOrDefault(name, true), "as told");
        }

        public ValueTask DisposeAsync()
        {
            script.Disposed.Enqueue(name);
            return ValueTask.CompletedTask;
        }
    }
}
