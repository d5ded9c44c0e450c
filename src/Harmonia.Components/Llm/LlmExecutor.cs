using Harmonia.Components.Http;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Components.Llm.Tools;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm;

/// <summary>The component <c>llm</c>: asks language models.</summary>
public sealed class LlmExecutor : ITaskExecutor, IComponentDirectory, IAsyncDisposable
{
    internal const string Name = "llm";

    /// <summary>A call waits for the network most of the time.</summary>
    private const int MaxCalls = 256;

    /// <summary>How long an attempt waits for a provider that is down while others are up.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly LlmSettings _settings;
    private readonly OutboundHttp _outbound;
    private readonly ModelClient _client;
    private readonly ProviderHealth _health;
    private readonly ToolPolicyReader _tools;
    private readonly TimeProvider _time;

    /// <param name="settings">Which models there are.</param>
    /// <param name="secrets">Where keys are.</param>
    /// <param name="directory">Where tools are; asked for when it is needed, as this is a part of it.</param>
    /// <param name="limits">Of what is sent and read.</param>
    /// <param name="time">The clock.</param>
    public LlmExecutor(
        LlmSettings settings,
        SecretStore secrets,
        Func<IComponentDirectory> directory,
        HttpLimits limits,
        TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _outbound = new OutboundHttp(settings.Endpoints, limits);
        _client = new ModelClient(_outbound, secrets, time);
        _health = new ProviderHealth(settings, _outbound, time);
        _health.Opened += () => Changed?.Invoke(Name);
        _tools = new ToolPolicyReader(directory, settings);
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public string Component => Name;

    /// <inheritdoc/>
    public bool BuiltIn => true;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions { get; } =
        [LlmCallReader.Chat, LlmCallReader.Extract, LlmCallReader.Generate];

    /// <inheritdoc/>
    public int? MaxConcurrent => MaxCalls;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Components { get; } = [Name];

    /// <inheritdoc/>
    public IGate? GateOf(string action) => _health;

    /// <inheritdoc/>
    public ITaskExecutor? Find(string component) => component is Name ? this : null;

    /// <inheritdoc/>
    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (!Actions.Contains(call.Action))
        {
            return new TaskOutcome.Failed(new(
                FailureCodes.ActionNotFound,
                $"The component {Name} has no action \"{call.Action}\"; it has {string.Join(", ", Actions)}.",
                Retryable: false));
        }

        await _tools.PrepareAsync(call.Input, cancellationToken);
        List<Finding> findings = [];
        if (LlmCallReader.Read(call.Action, call.Input, _settings, _tools, findings) is not { } task)
        {
            return new TaskOutcome.Failed(HttpFailures.InvalidInput(findings));
        }

        var outcome = await HoldAsync(task, call, cancellationToken);
        if (outcome is not TaskOutcome.Unavailable || _health.ShutBecause is not null)
        {
            return outcome;
        }

        var left = (call.Deadline - _time.GetUtcNow()) * 0.8;
        var patience = left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
        var providers = task.Chain.Select(model => model.Provider).Distinct();
        return await _health.WaitForAnyAsync(providers, patience, cancellationToken)
            ? await HoldAsync(task, call, cancellationToken)
            : outcome;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _health.DisposeAsync();
        _outbound.Dispose();
    }

    private Task<TaskOutcome> HoldAsync(LlmCall task, TaskCall call, CancellationToken cancellationToken) =>
        new LlmConversation(task, call, _client, _health, _time).HoldAsync(cancellationToken);
}
