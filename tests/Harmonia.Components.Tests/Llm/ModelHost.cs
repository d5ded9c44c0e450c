using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Llm;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Secrets;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Llm;

/// <summary>A double of a model, and the component that is configured to ask it.</summary>
internal sealed class ModelHost : IAsyncDisposable
{
    public const string Key = "sk-canary-0123456789";

    public static readonly string[] Kinds = ["openai", "anthropic", "ollama"];

    private ModelHost(ModelServer server, LlmExecutor executor) => (Server, Executor) = (server, executor);

    public ModelServer Server { get; }

    public LlmExecutor Executor { get; }

    /// <param name="kind">What the provider speaks.</param>
    /// <param name="settings">
    /// The section <c>llm</c>, with URL for the double's address; one model <c>m</c> by default, at 1 and 2 dollars.
    /// </param>
    /// <param name="tools">Components beside.</param>
    public static async Task<ModelHost> StartAsync(
        string kind = "openai", string? settings = null, params ITaskExecutor[] tools)
    {
        var server = await ModelServer.StartAsync();
        settings ??= $$"""
            {"providers": {"p": {"kind": "{{kind}}", "base_url": "URL", "api_key": "${env.KEY}"} },
             "models": {"m": {"provider": "p", "model": "double-1", "input_price_per_million": 1,
                              "output_price_per_million": 2} } }
            """;
        return new ModelHost(server, Open(settings.Replace("URL", server.Address, StringComparison.Ordinal), tools));
    }

    public static LlmExecutor Open(string settings, params ITaskExecutor[] tools)
    {
        List<Finding> findings = [];
        var read = LlmSettingsReader.Read(JsonElement.Parse(settings), "/llm", findings);
        Assert.Empty(findings);
        var secrets = new SecretStore(
            new Dictionary<string, string> { ["KEY"] = Key }, "/nowhere", NullLogger<SecretStore>.Instance);
        var directory = new FixedComponents(tools);
        return new LlmExecutor(read, secrets, () => directory, new HttpLimits(), TimeProvider.System);
    }

    public Task<TaskOutcome> AskAsync(string action, string input, BudgetLeft? budget = null) =>
        AskAsync(Calls.Call(action, input) with { Budget = budget ?? BudgetLeft.Unlimited });

    public Task<TaskOutcome> AskAsync(TaskCall call) => Executor.ExecuteAsync(call, Calls.Token).AsTask();

    public async Task<JsonElement> OutputAsync(string action, string input)
    {
        var outcome = await AskAsync(action, input);
        return outcome is TaskOutcome.Completed completed
            ? completed.Output
            : throw new InvalidOperationException($"{outcome} {(outcome as TaskOutcome.Failed)?.Failure.Message}");
    }

    public async Task<TaskFailure> FailureAsync(string action, string input) =>
        Assert.IsType<TaskOutcome.Failed>(await AskAsync(action, input)).Failure;

    public async ValueTask DisposeAsync()
    {
        await Executor.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>Remembers what was told of an attempt.</summary>
internal sealed class ToldProgress : ITaskProgress
{
    private readonly Lock _lock = new();
    private readonly List<string> _pieces = [];
    private readonly List<(double? Fraction, string? Message)> _reports = [];

    public IReadOnlyList<string> Pieces
    {
        get
        {
            lock (_lock)
            {
                return [.. _pieces];
            }
        }
    }

    public IReadOnlyList<(double? Fraction, string? Message)> Reports
    {
        get
        {
            lock (_lock)
            {
                return [.. _reports];
            }
        }
    }

    public void Report(double? fraction, string? message, JsonElement? details)
    {
        lock (_lock)
        {
            _reports.Add((fraction, message));
        }
    }

    public void Stream(string text)
    {
        lock (_lock)
        {
            _pieces.Add(text);
        }
    }
}
