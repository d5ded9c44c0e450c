using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads the fields of one task, without looking at other tasks.</summary>
internal sealed class TaskReader(TaskDefaults defaults, FindingList findings)
{
    private const int MaxNameLength = 200;
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    private static readonly string[] RunTypes = ["standard", "expression"];

    private static readonly string[] PlannedTypes =
    [
        "decision", "parallel", "join", "map", "loop", "wait", "event", "approval", "webhook", "workflow", "dynamic",
        "custom",
    ];

    private static readonly string[] FieldsOfCalls =
    [
        "component", "action", "retry", "retry_policy", "timeout", "queue_timeout", "total_timeout",
    ];

    public void Read(TaskDraft task)
    {
        var fields = new FieldReader(task.Source, task.Pointer, findings);
        if (!TryReadType(fields, out var isExpression))
        {
            task.IsKnownType = false;
            return;
        }

        fields.AcceptOnly(FieldNames.Task);
        task.Name = fields.Label("name", MaxNameLength);
        fields.Text("description");
        fields.Texts("tags");
        task.Input = Template.Compile(fields.Find("input") ?? EmptyObject, fields.At("input"), findings);
        task.Result = fields.Find("result") is { } result
            ? Template.Compile(result, fields.At("result"), findings)
            : null;
        task.Output = ShapeReader.Read(fields, "output", findings);
        task.Condition = ReadCondition(fields);
        (task.OnError, task.Handler) =
            ErrorModeReader.Read(fields, allowGoto: true, findings) ?? (defaults.OnError, null);
        if (isExpression)
        {
            ReadExpression(fields, task);
        }
        else
        {
            ReadCall(fields, task);
        }
    }

    private bool TryReadType(FieldReader fields, out bool isExpression)
    {
        isExpression = false;
        if (fields.Find("type") is null || fields.Text("type") is not { } type)
        {
            return true; // A type that is not a text has its finding; the rest is checked as that of a standard task.
        }

        isExpression = type == "expression";
        if (RunTypes.Contains(type))
        {
            return true;
        }

        if (PlannedTypes.Contains(type))
        {
            findings.Error(
                FindingCodes.NotSupported,
                fields.At("type"),
                $"The task type '{type}' belongs to the language, but this release does not run it.");
            return false;
        }

        findings.Error(
            FindingCodes.InvalidValue,
            fields.At("type"),
            $"There is no task type '{Shown.Text(type)}'. Use \"standard\" or \"expression\".",
            () => NearestName.Find(type, RunTypes));
        return false;
    }

    private Condition? ReadCondition(FieldReader fields)
    {
        var metadata = fields.Object("metadata") is { } source
            ? new FieldReader(source, fields.At("metadata"), findings)
            : null;
        var (own, inner) = (fields.Find("condition"), metadata?.Find("condition"));
        if (own is not null && inner is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                metadata!.At("condition"),
                "'condition' and 'metadata.condition' say the same. Give one of them.");
        }

        return own is { } condition ? CompileCondition(fields, condition)
            : inner is { } old ? CompileCondition(metadata!, old)
            : null;
    }

    private Condition? CompileCondition(FieldReader fields, JsonElement condition)
    {
        if (condition.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
        {
            fields.WrongType("condition", "a text, true, false or a condition object", condition);
            return null;
        }

        return Condition.Compile(condition, fields.At("condition"), findings);
    }

    private void ReadExpression(FieldReader fields, TaskDraft task)
    {
        task.Kind = TaskKind.Expression;
        fields.Require("result");
        foreach (var name in FieldsOfCalls)
        {
            if (fields.Find(name) is not null)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    fields.At(name),
                    $"A task of type \"expression\" is computed at once and calls nobody. Remove '{name}'.");
            }
        }
    }

    private void ReadCall(FieldReader fields, TaskDraft task)
    {
        fields.Require("component");
        fields.Require("action");
        task.Component = Constant(fields, "component");
        task.Action = Constant(fields, "action");
        task.Kind = HarmoniaActions.KindOf(task.Component, task.Action);
        task.Retry = RetryPolicyReader.OfTask(fields, defaults.Retry, findings);
        task.Times = new TaskTimes(
            fields.Seconds("timeout") ?? defaults.Times.Attempt,
            fields.Seconds("queue_timeout") ?? defaults.Times.Queue,
            fields.Seconds("total_timeout") ?? defaults.Times.Total);
    }

    /// <summary>
    /// Who does what is fixed by the definition, so that it can be checked and allowed before anything runs.
    /// </summary>
    private string Constant(FieldReader fields, string name)
    {
        var text = fields.Label(name, MaxNameLength) ?? "";
        if (text.Contains("${", StringComparison.Ordinal))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At(name),
                $"'{name}' cannot be computed. Write its name, and choose between tasks by their conditions.");
            return "";
        }

        return text;
    }
}
