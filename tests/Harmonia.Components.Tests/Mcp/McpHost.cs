using System.Text.Json;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Mcp;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Mcp;

/// <summary>The components that a section <c>mcp</c> makes.</summary>
internal sealed class McpHost : IAsyncDisposable
{
    public const string Token = "canary-0123456789";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly OutboundHttp _outbound;

    private McpHost(OutboundHttp outbound, RegisteredComponents components) =>
        (_outbound, Components) = (outbound, components);

    public RegisteredComponents Components { get; }

    public string Marker { get; private init; } = "";

    public static async Task<McpHost> StartAsync(string servers)
    {
        List<Finding> findings = [];
        var settings = McpSettingsReader.Read(
            JsonElement.Parse($$"""{"servers": {{servers}} }"""), "/mcp", findings);
        Assert.Empty(findings);
        var outbound = new OutboundHttp(settings.Endpoints, new HttpLimits());
        var secrets = new SecretStore(
            new Dictionary<string, string> { ["TOKEN"] = Token }, "/nowhere", NullLogger<SecretStore>.Instance);
        var marker = $"test-{Guid.NewGuid()}";
        var protocol = new McpProtocol(
            settings.Programs, outbound, secrets, new CommandOptions { Marker = marker }, TimeProvider.System);
        var components = new RegisteredComponents([protocol], [], TimeProvider.System);
        foreach (var server in settings.Components)
        {
            Assert.Empty(await components.PutAsync(server));
        }

        return new McpHost(outbound, components) { Marker = marker };
    }

    public ITaskExecutor Server => Components.Find("s")!;

    public Task<TaskOutcome> CallAsync(string tool, string input = "{}") => CallAsync(Calls.Call(tool, input));

    public Task<TaskOutcome> CallAsync(TaskCall call, CancellationToken? cancellationToken = null) =>
        Server.ExecuteAsync(call, cancellationToken ?? Calls.Token).AsTask().WaitAsync(Patience, Calls.Token);

    public async Task<JsonElement> OutputAsync(string tool, string input = "{}")
    {
        var outcome = await CallAsync(tool, input);
        return outcome is TaskOutcome.Completed completed
            ? completed.Output
            : throw new InvalidOperationException($"{outcome} {(outcome as TaskOutcome.Failed)?.Failure.Message}");
    }

    public async Task<TaskFailure> FailureAsync(string tool, string input = "{}") =>
        Assert.IsType<TaskOutcome.Failed>(await CallAsync(tool, input)).Failure;

    public async ValueTask DisposeAsync()
    {
        await Components.DisposeAsync();
        _outbound.Dispose();
    }
}
