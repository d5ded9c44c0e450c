using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary>
/// What the expressions of an execution see: <c>input</c>, <c>tasks</c>, <c>state</c>, <c>context</c> and the rest.
/// </summary>
public sealed class ExecutionScope : IExpressionScope
{
    private readonly ExecutionState _state;
    private readonly Frame _frame;
    private readonly TaskState? _task;
    private readonly JsonElement? _response;

    /// <param name="state">The execution as it is now.</param>
    /// <param name="now">The time of the command being decided.</param>
    /// <param name="frame">Where it is evaluated: its tasks are seen, and those of the frames around it.</param>
    /// <param name="task">The task that is evaluated for; <see langword="null"/> for the frame's own result.</param>
    public ExecutionScope(ExecutionState state, DateTimeOffset now, Frame frame, TaskState? task)
        : this(state, now, frame, task, null)
    {
    }

    private ExecutionScope(
        ExecutionState state, DateTimeOffset now, Frame frame, TaskState? task, JsonElement? response) =>
        (_state, Now, _frame, _task, _response) = (state, now, frame, task, response);

    public DateTimeOffset Now { get; }

    public IEnumerable<string> Names =>
        [.. ScopeNames.Everywhere, .. ScopeNames.Here.Where(name => TryGet(name, out _))];

    /// <summary>The same with what the component answered as <c>response</c>.</summary>
    public ExecutionScope WithResponse(JsonElement response) => new(_state, Now, _frame, _task, response);

    public bool TryGet(string name, out ScopeValue value)
    {
        value = name switch
        {
            "input" or "param" or "params" or "parameters" => ScopeValue.Of(_state.Input),
            "tasks" => ScopeValue.Of(new TasksScope(_frame)),
            "state" => ScopeValue.Of(_state.CustomState),
            "workflow" => ScopeValue.Of(Workflow()),
            "execution" => ScopeValue.Of(Execution()),
            "context" => ScopeValue.Of(new ContextScope(this)),
            "env" => ScopeValue.Of(new EnvironmentScope(_state.Settings.Environment)),
            ScopeNames.Response when _response is { } response => ScopeValue.Of(response),
            ScopeNames.Item or ScopeNames.Index => FrameValue(name),
            _ => default,
        };
        return value.Lazy is not null || value.Json.ValueKind != JsonValueKind.Undefined;
    }

    public Guid DeriveId(int ordinal) => DerivedId.From(string.Create(
        CultureInfo.InvariantCulture, $"{_state.Id}/{_task?.Path ?? _frame.Path}/{_state.Version}/{ordinal}"));

    /// <summary>What the nearest frame around knows under this name.</summary>
    private ScopeValue FrameValue(string name)
    {
        for (var frame = _frame; frame.Owner is { } owner; frame = owner.Frame)
        {
            if (frame.Item is { } item)
            {
                return ScopeValue.Of(name == ScopeNames.Item ? item : JsonText.Of(frame.Number ?? 0));
            }
        }

        return default;
    }

    private JsonElement Workflow() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", _state.WorkflowId.Value);
        writer.WriteString("name", _state.WorkflowName);
        writer.WriteString("version", _state.Definition.Version);
        writer.WritePropertyName("input");
        _state.Input.WriteTo(writer);
        writer.WriteEndObject();
    });

    private JsonElement Execution() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", _state.Id.Value);
        writer.WriteString("start_time", _state.CreatedAt.UtcDateTime);
        writer.WriteString("scheduled_time", _state.CreatedAt.UtcDateTime);
        writer.WriteString("status", _state.Status.Word);
        writer.WritePropertyName("metadata");
        (_state.Metadata ?? JsonText.EmptyObject).WriteTo(writer);
        writer.WritePropertyName("parent");
        WriteParent(writer, _state.Parent);
        writer.WriteEndObject();
    });

    private static void WriteParent(Utf8JsonWriter writer, ParentExecution? parent)
    {
        if (parent is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("execution_id", parent.ExecutionId.Value);
        writer.WriteString("task", parent.Task);
        writer.WriteEndObject();
    }

    /// <summary><c>context</c>: the same names once more, as the documents have them.</summary>
    private sealed class ContextScope(ExecutionScope scope) : IScopeObject
    {
        public IEnumerable<string> Names => ScopeNames.InContext;

        public bool TryGet(string name, out ScopeValue value)
        {
            value = default;
            return ScopeNames.InContext.Contains(name, StringComparer.Ordinal) && scope.TryGet(name, out value);
        }
    }
}
