using System.Text.Json;
using Harmonia.Core.Definitions.Checking.Transitions;
using Harmonia.Core.Definitions.Checking.Types;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads the fields of one task, without looking at other tasks.</summary>
internal sealed class TaskReader(BodyReader bodies)
{
    private const int MaxNameLength = 200;
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");
    private readonly FindingList _findings = bodies.Findings;

    public void Read(TaskDraft task, BodyDraft body)
    {
        if (task.IsGenerated)
        {
            return;
        }

        var fields = new FieldReader(task.Source, task.Pointer, _findings);
        if (ReadType(fields, body) is not { } type)
        {
            task.IsKnownType = false;
            return;
        }

        fields.AcceptOnly(body.HasTransitions ? RouteTypes.FieldsOf(type) : type.Fields);
        task.Name = fields.Label("name", MaxNameLength);
        fields.Text("description");
        fields.Texts("tags");
        task.Input = Template.Compile(fields.Find("input") ?? EmptyObject, fields.At("input"), _findings);
        task.Result = fields.Find("result") is { } result
            ? Template.Compile(result, fields.At("result"), _findings)
            : null;
        task.Output = ShapeReader.Read(fields, "output", _findings);
        task.Condition ??= ReadCondition(fields);
        task.Completes = fields.Texts("completes") ?? [];
        task.Delay = StartDelayReader.Read(fields, "schedule", _findings);
        task.Window = WindowReader.Read(fields, "execution_window", _findings);
        (task.OnError, task.Handler) =
            ErrorModeReader.Read(fields, allowGoto: true, _findings) ?? (bodies.Defaults.OnError, null);
        RegionReader.Read(fields, task, body, bodies.Defaults, _findings);
        type.Read(fields, task, body, bodies);
        CompensationReader.Read(fields, task, bodies);
    }

    private TaskType? ReadType(FieldReader fields, BodyDraft body)
    {
        if (fields.Find("type") is null || fields.Text("type") is not { } name)
        {
            return TaskTypes.Standard; // A type that is not a text has its finding; the rest is checked all the same.
        }

        if ((body.HasTransitions ? RouteTypes.Find(name) : TaskTypes.Find(name)) is { } type)
        {
            return type;
        }

        if (TaskTypes.Planned.Contains(name))
        {
            _findings.Error(
                FindingCodes.NotSupported,
                fields.At("type"),
                $"The task type '{name}' belongs to the language, but this release does not run it.");
            return null;
        }

        var names = body.HasTransitions ? RouteTypes.Names : TaskTypes.Names;
        _findings.Error(
            FindingCodes.InvalidValue,
            fields.At("type"),
            $"There is no task type '{Shown.Text(name)}'. Use one of {string.Join(", ", names)}.",
            () => NearestName.Find(name, names));
        return null;
    }

    private Condition? ReadCondition(FieldReader fields)
    {
        var metadata = fields.Object("metadata") is { } source
            ? new FieldReader(source, fields.At("metadata"), _findings)
            : null;
        var (own, inner) = (fields.Find("condition"), metadata?.Find("condition"));
        if (own is not null && inner is not null)
        {
            _findings.Error(
                FindingCodes.InvalidValue,
                metadata!.At("condition"),
                "'condition' and 'metadata.condition' say the same. Give one of them.");
        }

        return own is not null ? ConditionReader.Read(fields, "condition", _findings)
            : inner is not null ? ConditionReader.Read(metadata!, "condition", _findings)
            : null;
    }
}
