using Harmonia.Core.Definitions.Checking.Types;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>compensate</c>: the call that undoes a task.</summary>
internal static class CompensationReader
{
    private static readonly System.Text.Json.JsonElement EmptyObject = System.Text.Json.JsonElement.Parse("{}");

    private static readonly FieldNames Fields = FieldNames.Only(
        "name", "description", "component", "action", "input", "retry", "retry_policy", "timeout", "queue_timeout",
        "total_timeout", "heartbeat_timeout");

    public static void Read(FieldReader owner, TaskDraft task, BodyReader bodies)
    {
        if (owner.Object("compensate") is not { } source)
        {
            return;
        }

        // No id can hold a '~', so the path of a compensation is never that of a task.
        var undo = new TaskDraft(0, $"{task.Id}~compensate", owner.At("compensate"), source);
        var fields = new FieldReader(source, undo.Pointer, bodies.Findings);
        fields.AcceptOnly(Fields);
        undo.Name = fields.Text("name");
        fields.Text("description");
        undo.Input = Template.Compile(fields.Find("input") ?? EmptyObject, fields.At("input"), bodies.Findings);
        TaskTypes.Standard.Read(fields, undo, new BodyDraft(null, null, []), bodies);
        task.Compensation = undo;
        bodies.CheckCall(undo);
    }
}
