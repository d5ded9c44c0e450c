using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harmonia.Components.Mcp;

/// <summary>A conversation with one server, from its beginning until one side goes.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    /// <summary>Tools of one server, and pages of its list.</summary>
    private const int MaxTools = 1000;
    private const int MaxPages = 50;

    /// <summary>For telling that a call is over.</summary>
    private static readonly TimeSpan TakingBack = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxBeginning = TimeSpan.FromSeconds(60);

    private readonly McpLine _line;
    private readonly McpClient _client;
    private int _isClosed;

    private McpSession(McpLine line, McpClient client) => (_line, _client) = (line, client);

    /// <summary>Whether the server has gone.</summary>
    public bool IsOver => _client.Completion.IsCompleted;

    /// <summary>Done when the server has gone.</summary>
    public Task Over => _client.Completion;

    public string WhyOver => _line.Reason();

    /// <param name="line">What to speak over.</param>
    /// <param name="toolsChanged">Called when the server says that its tools are others.</param>
    /// <param name="cancellationToken">Of who waits for it.</param>
    public static async Task<McpSession> BeginAsync(
        McpLine line, Action toolsChanged, CancellationToken cancellationToken)
    {
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "harmonia", Version = OutboundHttp.Version },
            InitializationTimeout = MaxBeginning,
            Handlers = new McpClientHandlers
            {
                NotificationHandlers =
                [
                    new(NotificationMethods.ToolListChangedNotification, (_, _) =>
                    {
                        toolsChanged();
                        return ValueTask.CompletedTask;
                    }),
                ],
            },
        };
        try
        {
            var client = await McpClient.CreateAsync(line.Transport, options, null, cancellationToken);
            return new McpSession(line, client);
        }
        catch
        {
            await line.CloseAsync();
            throw;
        }
    }

    public async Task<FrozenDictionary<string, McpTool>> ListToolsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, McpTool> tools = new(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var list = await _client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken);
            foreach (var tool in list.Tools.Take(MaxTools - tools.Count))
            {
                tools[tool.Name] = new McpTool(tool.Description, Compile(tool.InputSchema));
            }

            cursor = list.NextCursor;
            if (cursor is null || tools.Count >= MaxTools)
            {
                break;
            }
        }

        return tools.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public async Task<CallToolResult> CallAsync(
        TaskCall call, McpCallContext context, CancellationToken cancellationToken)
    {
        var arguments = call.Input.ValueKind is JsonValueKind.Object
            ? call.Input.EnumerateObject().ToDictionary(
                member => member.Name, member => (object?)member.Value, StringComparer.Ordinal)
            : [];
        var options = new RequestOptions
        {
            Meta = new JsonObject
            {
                ["traceparent"] = call.TraceParent,
                ["harmonia/idempotency_key"] = call.IdempotencyKey,
                ["harmonia/execution"] = $"{call.ExecutionId}",
                ["harmonia/task"] = call.Task,
                ["harmonia/attempt"] = call.Attempt,
                ["harmonia/deadline"] = HttpHeaderRules.DeadlineOf(call),
            },
        };
        try
        {
            return await _client.CallToolAsync(
                call.Action, arguments, new Reports(call.Progress), options, cancellationToken);
        }
        catch (OperationCanceledException) when (context.Id is { } id)
        {
            await TakeBackAsync(id);
            throw;
        }
    }

    /// <summary>Tells the server that nobody waits any more; whether it hears it does not matter.</summary>
    private async Task TakeBackAsync(RequestId id)
    {
        using var patience = new CancellationTokenSource(TakingBack);
        try
        {
            await _client.SendNotificationAsync(
                NotificationMethods.CancelledNotification,
                new CancelledNotificationParams { RequestId = id, Reason = "The attempt is over." },
                cancellationToken: patience.Token);
        }
        catch (Exception exception) when (exception is McpException or HttpRequestException or IOException
            or OperationCanceledException or ObjectDisposedException)
        {
            // The server has gone, or hears nothing.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) is 0)
        {
            await _client.DisposeAsync();
            await _line.CloseAsync();
        }
    }

    /// <summary>A schema that is wrong itself checks nothing.</summary>
    private static JsonSchema? Compile(JsonElement source)
    {
        List<Finding> findings = [];
        var schema = JsonSchema.Compile(source, SchemaOptions.Default, "", findings);
        return findings.Exists(finding => finding.IsError) ? null : schema;
    }

    private sealed class Reports(ITaskProgress progress) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => progress.Report(
            value.Total is > 0 ? Math.Clamp(value.Progress / value.Total.Value, 0, 1) : null, value.Message, null);
    }
}

/// <summary>A tool of a server.</summary>
/// <param name="Description">For models.</param>
/// <param name="Input">What it takes; <see langword="null"/> when its schema cannot be used.</param>
internal sealed record McpTool(string? Description, JsonSchema? Input);
