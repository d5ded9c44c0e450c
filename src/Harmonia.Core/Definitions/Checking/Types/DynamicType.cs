using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>
/// <c>dynamic</c>: calls <c>component.action</c>, or computes <c>plan</c>; the answer is tasks, which then run within
/// it if its <c>policy</c> allows them.
/// </summary>
internal sealed class DynamicType : TaskType
{
    private const int MaxNameLength = 200;

    private static readonly FieldNames PolicyFields = new(
        FieldNames.Only(
            "components", "actions", "types", "max_tasks", "max_depth", "max_fan_out", "max_retries", "max_timeout")
            .Known,
        FieldNames.Only("must_approve", "budget", "max_tokens", "max_cost_usd").Known);

    public override string Name => "dynamic";

    public override FieldNames Fields { get; } = FieldNames.Task.With("plan", "policy");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        var calls = fields.Find("component") is not null || fields.Find("action") is not null;
        task.Kind = calls ? TaskKind.Dynamic : TaskKind.Plan;
        task.Policy = ReadPolicy(fields, findings);
        if (fields.Find("result") is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("result"),
                "The result is said by the plan. To make a plan out of an answer, use 'plan' with 'response'.");
            task.Result = null;
        }

        if (calls)
        {
            ReadCall(fields, task, bodies);
        }
        else
        {
            ReadComputed(fields, task, bodies);
        }
    }

    private static void ReadCall(FieldReader fields, TaskDraft task, BodyReader bodies)
    {
        fields.Require("component");
        fields.Require("action");
        task.Component = fields.Label("component", MaxNameLength) ?? "";
        task.Action = fields.Label("action", MaxNameLength) ?? "";
        ReadRetriesAndTimes(fields, task, bodies.Defaults, bodies.Findings);
        task.Result = fields.Find("plan") is { } plan
            ? Template.Compile(plan, fields.At("plan"), bodies.Findings)
            : null;
    }

    /// <summary>What is computed is what it gets, so that the history keeps it.</summary>
    private void ReadComputed(FieldReader fields, TaskDraft task, BodyReader bodies)
    {
        RefuseFieldsOfCalls(fields, bodies.Findings, "retry", "retry_policy", "total_timeout");
        ReadRetriesAndTimes(fields, task, TaskDefaults.None, bodies.Findings);
        if (fields.Find("input") is not null)
        {
            bodies.Findings.Error(
                FindingCodes.InvalidValue,
                fields.At("input"),
                "Nobody is called, so nobody gets the input. Remove it, or say 'component' and 'action'.");
        }

        if (fields.Find("plan") is not { } plan)
        {
            bodies.Findings.Error(
                FindingCodes.MissingField,
                fields.Pointer,
                "Say who makes the plan ('component' and 'action'), or compute it ('plan').");
            return;
        }

        task.Input = Template.Compile(JsonText(plan), task.Pointer, bodies.Findings);
    }

    private static JsonElement JsonText(JsonElement plan) => Executions.JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("plan");
        plan.WriteTo(writer);
        writer.WriteEndObject();
    });

    private static PlanPolicy? ReadPolicy(FieldReader task, FindingList findings)
    {
        task.Require("policy");
        if (task.Object("policy") is not { } source)
        {
            return null;
        }

        var fields = new FieldReader(source, task.At("policy"), findings);
        fields.AcceptOnly(PolicyFields);
        fields.Require("components");
        return new PlanPolicy
        {
            Components = fields.Texts("components") ?? [],
            Actions = fields.Texts("actions") ?? [],
            Types = ReadTypes(fields, findings),
            MaxTasks = fields.Whole("max_tasks", 1, PlanPolicy.MostTasks) ?? PlanPolicy.DefaultTasks,
            MaxDepth = fields.Whole("max_depth", 1, DefinitionLimits.Default.MaxNesting) ?? PlanPolicy.DefaultDepth,
            MaxFanOut = fields.Whole("max_fan_out", 1, PlanPolicy.MostTasks) ?? PlanPolicy.DefaultFanOut,
            MaxRetries = fields.Whole("max_retries", 0, RetryPolicy.MaxMaxRetries) ?? PlanPolicy.DefaultRetries,
            MaxTimeout = fields.Seconds("max_timeout") ?? PlanPolicy.DefaultTimeout,
        };
    }

    private static ImmutableArray<string> ReadTypes(FieldReader fields, FindingList findings)
    {
        if (fields.Texts("types") is not { } types)
        {
            return PlanPolicy.DefaultTypes;
        }

        for (var place = 0; place < types.Length; place++)
        {
            var type = types[place];
            if (type == "dynamic" || TaskTypes.Find(type) is null)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    JsonPointer.Append(fields.At("types"), place),
                    type == "dynamic"
                        ? "A plan cannot contain tasks that plan again. Remove the entry."
                        : $"There is no task type '{Shown.Text(type)}'.",
                    () => NearestName.Find(type, TaskTypes.Names));
            }
        }

        return types;
    }
}
