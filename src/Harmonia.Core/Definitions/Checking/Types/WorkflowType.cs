using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>workflow</c>: executes another workflow, or the same again.</summary>
/// <remarks>
/// It is a call of <c>workflow_engine.execute_workflow</c>, whose input says which workflow and with what. The defaults
/// of the workflow are for single calls and do not hold for it.
/// </remarks>
internal sealed class WorkflowType : TaskType
{
    private static readonly FieldNames CallFields =
        FieldNames.Only("workflow", "workflow_id", "version", "revision", "input", "wait");

    public override string Name => "workflow";

    public override FieldNames Fields { get; } = FieldNames.Task.With("workflow", "version", "revision", "wait");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        task.Kind = TaskKind.Child;
        (task.Component, task.Action) = (ChildActions.Component, ChildActions.Execute);
        fields.Require("workflow");
        ReadTarget(fields, "workflow", task, bodies.Findings);
        task.Input = InputOf(fields, bodies.Findings);
        RefuseFieldsOfCalls(
            fields, bodies.Findings, "retry", "retry_policy", "timeout", "queue_timeout", "total_timeout");
        ReadRetriesAndTimes(fields, task, TaskDefaults.None, bodies.Findings);
    }

    /// <summary>Checks a task that is written as a call, as far as its input is constant.</summary>
    public static void ReadCall(FieldReader task, TaskDraft draft, FindingList findings)
    {
        task.Require("input");
        if (task.Object("input") is not { } source)
        {
            return;
        }

        var fields = new FieldReader(source, task.At("input"), findings);
        fields.AcceptOnly(CallFields);
        fields.RefuseBoth("workflow", "workflow_id");
        var name = fields.Find("workflow") is null ? "workflow_id" : "workflow";
        fields.Require(name);
        ReadTarget(fields, name, draft, findings);
    }

    private static void ReadTarget(FieldReader fields, string name, TaskDraft task, FindingList findings)
    {
        fields.Text(name);
        fields.Text("version");
        fields.Whole("revision", 1, int.MaxValue);
        task.WaitsForChild = fields.Flag("wait") ?? true;
        if (fields.Find("version") is not null && fields.Find("revision") is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("revision"),
                "'version' and 'revision' both choose a revision. Give one of them.");
        }
    }

    /// <summary>The call's input out of the fields of the task, each of which keeps its place for findings.</summary>
    private static Template? InputOf(FieldReader fields, FindingList findings)
    {
        foreach (var name in (ReadOnlySpan<string>)["workflow", "version"])
        {
            if (fields.Find(name) is { } value)
            {
                Template.Compile(value, fields.At(name), findings);
            }
        }

        var source = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var name in (ReadOnlySpan<string>)["workflow", "version", "revision", "input"])
            {
                if (fields.Find(name) is { } value)
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
        return Template.Compile(source, fields.Pointer, new FindingList(0)); // What is wrong has been found above.
    }
}
