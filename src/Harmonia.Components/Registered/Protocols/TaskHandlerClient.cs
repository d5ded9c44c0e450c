using System.Text;
using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>
/// Protocols <c>tasks</c> and <c>adapter</c>: actions are posted to one address each, and the answer says whether it
/// worked.
/// </summary>
internal sealed class TaskHandlerClient : IProtocolClient
{
    private readonly ComponentDeclaration _component;
    private readonly ComponentHttp _http;
    private readonly string[] _declared;

    /// <summary>Of the adapter protocol, when the declaration names no actions.</summary>
    private readonly Capabilities? _capabilities;

    public TaskHandlerClient(ComponentDeclaration component, ComponentHttp http, TimeProvider time)
    {
        (_component, _http) = (component, http);
        _declared = [.. component.Actions.Select(action => action.Name)];
        _capabilities = IsAdapter && component.Actions.IsEmpty
            ? new Capabilities(http, time, () => Changed?.Invoke())
            : null;
    }

    public event Action? Changed;

    public IReadOnlyCollection<string> Actions => _capabilities?.Names ?? _declared;

    private bool IsAdapter => _component.Protocol is ProtocolNames.Adapter;

    public async ValueTask<TaskOutcome> CallAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (_capabilities is not null
            && await _capabilities.RefreshAsync(call.Action, cancellationToken) is { } reason)
        {
            return new TaskOutcome.Unavailable(reason);
        }

        var action = _component.FindAction(call.Action);
        if ((action is null && Actions.Count > 0 && !Actions.Contains(call.Action))
            || !ActionNames.FitsPath(call.Action))
        {
            return NotFound(call);
        }

        var input = call.Input;
        if (action is not null && ActionInput.Prepare(action, call.Input, out input) is { } failure)
        {
            return new TaskOutcome.Failed(failure);
        }

        var outcome = await _http.CallAsync(
            Compose(call, input, action), call, answer => Understand(action, answer), cancellationToken);
        return outcome is TaskOutcome.Failed { Failure.Code: "http_404" } ? NotFound(call) : outcome;
    }

    public async ValueTask<ProbeAnswer> ProbeAsync(CancellationToken cancellationToken)
    {
        var answer = await HealthProbe.AskAsync(_component, _http, cancellationToken);
        if (answer.IsHealthy && _capabilities is not null)
        {
            await _capabilities.RefreshAsync(wanted: null, cancellationToken);
        }

        return answer;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TaskOutcome.Failed NotFound(TaskCall call) =>
        new(ActionNames.NotFound(_component.Name, call.Action, Actions));

    private ComponentRequest.Ready Compose(TaskCall call, JsonElement input, ActionDeclaration? action)
    {
        var name = Uri.EscapeDataString(call.Action);
        return IsAdapter
            ? new(HttpMethod.Post, $"/api/actions/{name}", AdapterBody(call, input)) { Action = action }
            : new(HttpMethod.Post, $"/api/tasks/{name}", Bytes(input)) { Action = action };
    }

    private static byte[] AdapterBody(TaskCall call, JsonElement input) => Bytes(JsonValue.Object(writer =>
    {
        writer.WriteString("action", call.Action);
        writer.WritePropertyName("params");
        input.WriteTo(writer);
        writer.WriteStartObject("context");
        writer.WriteString("execution_id", $"{call.ExecutionId}");
        writer.WriteString("task_id", call.Task);
        writer.WriteNumber("attempt", call.Attempt);
        writer.WriteString("idempotency_key", call.IdempotencyKey);
        writer.WriteString("deadline", Http.HttpHeaderRules.DeadlineOf(call));
        writer.WriteString("traceparent", call.TraceParent);
        writer.WriteEndObject();
    }));

    private static byte[] Bytes(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static TaskOutcome Understand(ActionDeclaration? action, ComponentAnswer answer)
    {
        var json = answer switch
        {
            ComponentAnswer.Streamed streamed => streamed.Result,
            ComponentAnswer.Whole whole => whole.Json,
            _ => throw new System.Diagnostics.UnreachableException($"{answer.GetType().Name} is unknown."),
        };
        return json is { } value && ReportedError.IsOne(value)
            ? new TaskOutcome.Failed(ReportedError.Read(value))
            : ActionResult.Of(action, json);
    }
}
