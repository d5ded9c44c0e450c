using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary><c>tasks</c>: the tasks of a frame by id, and those of the frames around it.</summary>
internal sealed class TasksScope(Frame frame, TaskState? finishing = null, JsonElement? output = null) : IScopeObject
{
    public IEnumerable<string> Names
    {
        get
        {
            for (var around = frame; around is not null; around = around.Owner?.Frame)
            {
                foreach (var task in around.Tasks)
                {
                    yield return task.Definition.Id;
                }
            }
        }
    }

    public bool TryGet(string name, out ScopeValue value)
    {
        for (var around = frame; around is not null; around = around.Owner?.Frame)
        {
            if (around.Seen(name) is { } task)
            {
                value = ScopeValue.Of(new TaskScope(task, task == finishing ? output : task.Output));
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>
/// <c>tasks.T</c>: its output, status, error and input; members of its output can be named directly too.
/// </summary>
internal sealed class TaskScope(TaskState task, JsonElement? output) : IScopeObject
{
    public IEnumerable<string> Names => ["output", "status", "error", "input"];

    public bool TryGet(string name, out ScopeValue value)
    {
        JsonElement json;
        switch (name)
        {
            case "output":
                json = output ?? JsonText.Null;
                break;
            case "status":
                json = JsonText.Of(task.Status.Word);
                break;
            case "error":
                json = Error();
                break;
            case "input":
                json = task.Input ?? JsonText.Null;
                break;
            case "errors" when task.Map is { } map:
                json = MapItemsJson.Errors(map, MapItems.MaxErrors);
                break;
            case var member when output is { ValueKind: JsonValueKind.Object } members
                && members.TryGetProperty(member, out json):
                break;
            default:
                value = default;
                return false;
        }

        value = ScopeValue.Of(json);
        return true;
    }

    private JsonElement Error() => task.Failure is not { } failure ? JsonText.Null : JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", failure.Code);
        writer.WriteString("message", failure.Message);
        writer.WritePropertyName("details");
        (failure.Details ?? JsonText.Null).WriteTo(writer);
        writer.WriteEndObject();
    });
}

/// <summary><c>env</c>: the variables that the operator listed.</summary>
internal sealed class EnvironmentScope(FrozenDictionary<string, string> variables) : IScopeObject
{
    public IEnumerable<string> Names => variables.Keys;

    public bool TryGet(string name, out ScopeValue value)
    {
        value = variables.TryGetValue(name, out var text) ? ScopeValue.Of(JsonText.Of(text)) : default;
        return text is not null;
    }
}

/// <summary>The surroundings of a transform's expression: <c>data</c> alone.</summary>
internal sealed class DataScope(IExpressionScope outer, JsonElement data) : IExpressionScope
{
    public DateTimeOffset Now => outer.Now;

    public IEnumerable<string> Names => ["data"];

    public bool TryGet(string name, out ScopeValue value)
    {
        value = name == "data" ? ScopeValue.Of(data) : default;
        return name == "data";
    }

    public Guid DeriveId(int ordinal) => outer.DeriveId(ordinal);
}
