using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary>
/// What the expressions of an execution see: <c>input</c>, <c>tasks</c>, <c>state</c>, <c>context</c> and the rest.
/// </summary>
public sealed record ExecutionScope : IExpressionScope
{
    private readonly ExecutionState _state;
    private readonly Frame _frame;
    private readonly TaskState? _task;

    /// <param name="state">The execution as it is now.</param>
    /// <param name="now">The time of the command being decided.</param>
    /// <param name="frame">Where it is evaluated: its tasks are seen, and those of the frames around it.</param>
    /// <param name="task">The task that is evaluated for; <see langword="null"/> for the frame's own result.</param>
    public ExecutionScope(ExecutionState state, DateTimeOffset now, Frame frame, TaskState? task) =>
        (_state, Now, _frame, _task) = (state, now, frame, task);

    private static JsonElement Callback { get; } = JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("url", CallbackState.UrlMark);
        writer.WriteString("token", CallbackState.TokenMark);
        writer.WriteEndObject();
    });

    private static JsonElement NothingRecalled { get; } = JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        writer.WriteEndArray();
        writer.WriteNumber("count", 0);
        writer.WriteEndObject();
    });

    /// <summary>What the component answered, for a task's <c>result</c>.</summary>
    private JsonElement? ResponseValue { get; init; }

    /// <summary>What the task is about to complete with, as its output.</summary>
    private JsonElement? OutputValue { get; init; }

    /// <summary>The task's own loop, between two of its iterations.</summary>
    private LoopState? Turn { get; init; }

    public DateTimeOffset Now { get; }

    public bool MissingIsNull { get; private init; }

    public IEnumerable<string> Names =>
        [.. ScopeNames.Everywhere, .. ScopeNames.Here.Where(name => TryGet(name, out _))];

    /// <summary>The same with what the component answered as <c>response</c>.</summary>
    public ExecutionScope WithResponse(JsonElement response) => this with { ResponseValue = response };

    /// <summary>The same between two iterations of the task, which is a loop.</summary>
    public ExecutionScope BetweenIterations() => this with { Turn = _task?.Loop };

    /// <summary>The same, but what is not there is <c>null</c>.</summary>
    public ExecutionScope Leniently() => this with { MissingIsNull = true };

    /// <summary>The same with what the task is about to complete with as its output.</summary>
    public ExecutionScope WithOutput(JsonElement output) => this with { OutputValue = output };

    public bool TryGet(string name, out ScopeValue value)
    {
        value = name switch
        {
            "input" or "param" or "params" or "parameters" => ScopeValue.Of(_state.Input),
            "tasks" => ScopeValue.Of(new TasksScope(_frame, OutputValue is null ? null : _task, OutputValue)),
            "state" when _state.Root.Tokens is not null => ScopeValue.Of(new MergedState(_state, _task)),
            "state" => ScopeValue.Of(_state.CustomState),
            "workflow" => ScopeValue.Of(Workflow()),
            "execution" => ScopeValue.Of(Execution()),
            "context" => ScopeValue.Of(new ContextScope(this)),
            "env" => ScopeValue.Of(new EnvironmentScope(_state.Settings.Environment)),
            ScopeNames.Response when ResponseValue is { } response => ScopeValue.Of(response),
            ScopeNames.Callback when _task?.Definition.Kind == TaskKind.Webhook => ScopeValue.Of(Callback),
            ScopeNames.Call when _task?.Callback?.Answer is { } answer => ScopeValue.Of(answer),
            ScopeNames.Error => Error(),
            ScopeNames.Memory => Memory(),
            ScopeNames.Item or ScopeNames.Index or ScopeNames.Chunk => FrameValue(name),
            ScopeNames.Iteration or ScopeNames.Previous => LoopValue(name),
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
                return ScopeValue.Of(name == ScopeNames.Index ? JsonText.Of(frame.Number ?? 0) : item);
            }
        }

        return default;
    }

    /// <summary>What went wrong, for whoever takes care of it.</summary>
    private ScopeValue Error()
    {
        if (_task?.Definition.Role is null or TaskRole.Normal)
        {
            return default;
        }

        var (source, failure) = _task.Trigger is { } trigger ? (trigger.Task, trigger.Failure)
            : _state.Closing is { Failure: { } end } closing ? (closing.FailedTasks.FirstOrDefault(), end)
            : _state.LastError is { } last ? (last.Task, last.Failure)
            : (null, null);
        return ScopeValue.Of(failure is null ? JsonText.Null : JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("task", source);
            writer.WriteString("code", failure.Code);
            writer.WriteString("message", failure.Message);
            writer.WritePropertyName("details");
            (failure.Details ?? JsonText.Null).WriteTo(writer);
            writer.WriteEndObject();
        }));
    }

    /// <summary>What was recalled; nothing when it has not been, or could not be.</summary>
    private ScopeValue Memory() => _state.Root.Seen(ScopeNames.Memory) is { } recall
        ? ScopeValue.Of(recall.Output ?? NothingRecalled)
        : default;

    private ScopeValue LoopValue(string name)
    {
        if (Turn is { } turn)
        {
            return Of(turn, turn.Iteration + 1);
        }

        for (var frame = _frame; frame.Owner is { } owner; frame = owner.Frame)
        {
            if (owner.Loop is { } loop)
            {
                return Of(loop, frame.Number ?? 0);
            }
        }

        return default;

        ScopeValue Of(LoopState loop, int iteration) =>
            ScopeValue.Of(name == ScopeNames.Iteration ? JsonText.Of(iteration) : loop.Last ?? JsonText.Null);
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
        writer.WriteString("status", _state.Closing?.Status ?? _state.Status.Word);
        writer.WritePropertyName("metadata");
        (_state.Metadata ?? JsonText.EmptyObject).WriteTo(writer);
        writer.WritePropertyName("parent");
        WriteParent(writer, _state.Parent);
        if (_state.Closing?.Output is { } output)
        {
            writer.WritePropertyName("output");
            output.WriteTo(writer);
        }

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
