using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>standard</c>: calls <c>component.action</c>.</summary>
internal sealed class StandardType : TaskType
{
    private const int MaxNameLength = 200;

    public override string Name => "standard";

    public override FieldNames Fields { get; } = FieldNames.Task.With("streaming");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        fields.Require("component");
        fields.Require("action");
        task.Component = Constant(fields, "component", bodies.Findings);
        task.Action = Constant(fields, "action", bodies.Findings);
        if (GeneratedMap.IsMeant(task))
        {
            GeneratedMap.Read(fields, task, body, bodies);
            return;
        }

        task.Kind = HarmoniaActions.KindOf(task.Component, task.Action);
        if (task.Kind == TaskKind.Event)
        {
            EventType.ReadListen(fields, task, bodies.Findings);
            return;
        }

        var defaults = bodies.Defaults;
        if (task.Kind == TaskKind.Child)
        {
            WorkflowType.ReadCall(fields, task, bodies.Findings);
            defaults = TaskDefaults.None;
        }

        ReadRetriesAndTimes(fields, task, defaults, bodies.Findings);
    }

    /// <summary>
    /// Who does what is fixed by the definition, so that it can be checked and allowed before anything runs.
    /// </summary>
    private static string Constant(FieldReader fields, string name, FindingList findings)
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
