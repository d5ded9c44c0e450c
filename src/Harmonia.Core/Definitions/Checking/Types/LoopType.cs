using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>loop</c>: its <c>tasks</c> run <c>while</c>, <c>until</c>, or as often as <c>count</c> says.</summary>
internal sealed class LoopType : TaskType
{
    public override string Name => "loop";

    public override FieldNames Fields { get; } = FieldNames.Task.With(
        "tasks", "while", "until", "count", "max_iterations", "on_limit", "delay", "keep_last");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        task.Kind = TaskKind.Loop;
        RefuseFieldsOfCalls(
            fields, findings, "retry", "retry_policy", "timeout", "queue_timeout", "total_timeout");
        ReadRetriesAndTimes(fields, task, TaskDefaults.None, findings);
        if (fields.Find("while") is null && fields.Find("until") is null && fields.Find("count") is null)
        {
            findings.Error(
                FindingCodes.MissingField,
                fields.Pointer,
                "A loop needs to know when it ends. Add 'while', 'until' or 'count'.");
        }

        task.Loop = new LoopSettings
        {
            While = ConditionReader.Read(fields, "while", findings),
            Until = ConditionReader.Read(fields, "until", findings),
            Count = ReadCount(fields, findings),
            MaxIterations = fields.Whole("max_iterations", 1, LoopSettings.MostIterations)
                ?? (fields.Find("count") is null ? LoopSettings.DefaultIterations : LoopSettings.MostIterations),
            CompletesAtLimit = ReadOnLimit(fields, findings),
            Delay = fields.Seconds("delay", zero: true) ?? TimeSpan.Zero,
            KeepLast = fields.Whole("keep_last", 1, LoopSettings.MostKept) ?? LoopSettings.DefaultKept,
        };
        task.Body = bodies.ReadTasks(fields, task, body, ScopeNames.Iteration, ScopeNames.Previous);
        task.MoveResultToBody();
    }

    private static Template? ReadCount(FieldReader fields, FindingList findings)
    {
        if (fields.Find("count") is not { } count)
        {
            return null;
        }

        if (count.ValueKind == JsonValueKind.Number)
        {
            fields.Whole("count", 0, LoopSettings.MostIterations);
        }
        else if (count.ValueKind != JsonValueKind.String
            || !count.GetString()!.Contains("${", StringComparison.Ordinal))
        {
            fields.WrongType("count", "a whole number or a text with ${…}", count);
        }

        return Template.Compile(count, fields.At("count"), findings);
    }

    /// <returns>Whether a loop that has reached its limit completes.</returns>
    private static bool ReadOnLimit(FieldReader fields, FindingList findings)
    {
        var word = fields.Text("on_limit");
        if (word is not (null or "fail" or "complete"))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("on_limit"),
                $"'on_limit' must be \"fail\" or \"complete\", not \"{Shown.Text(word)}\".");
        }

        return word == "complete";
    }
}
