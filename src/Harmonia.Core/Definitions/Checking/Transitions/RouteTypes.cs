using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking.Types;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Transitions;

/// <summary>The types of tasks between which transitions lead: some of their own, and those of all tasks.</summary>
internal static class RouteTypes
{
    private static readonly string[] MoreFields =
    [
        "transitions", "branches", "sources", "join_type", "max_visits", "terminate", "wait_for",
    ];

    private static readonly FrozenDictionary<string, TaskType> Own = new TaskType[]
    {
        new MarkType("start", TaskKind.Noop),
        new MarkType("end", TaskKind.Noop),
        new MarkType("fork", TaskKind.Noop),
        new MarkType("join", TaskKind.Join),
        new MarkType("decision", TaskKind.Decision),
        new WatchType(),
    }.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names =>
        [.. Own.Keys.Append("action").Concat(TaskTypes.Names).Where(name => name != "parallel").Distinct().Order()];

    public static TaskType? Find(string name) => name switch
    {
        "action" => TaskTypes.Standard,
        "parallel" => null, // Branches are what transitions are for.
        _ => Own.GetValueOrDefault(name) ?? TaskTypes.Find(name),
    };

    public static FieldNames FieldsOf(TaskType type) => type.Fields.With(MoreFields);

    /// <summary>A type that marks a place, and does nothing by itself.</summary>
    private sealed class MarkType(string name, TaskKind kind) : TaskType
    {
        public override string Name => name;

        public override FieldNames Fields => FieldNames.Task;

        public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
        {
            task.Kind = kind;
            RefuseFieldsOfCalls(fields, bodies.Findings, kind == TaskKind.Decision ? "timeout" : "");
            if (kind == TaskKind.Decision)
            {
                ReadRetriesAndTimes(fields, task, TaskDefaults.None, bodies.Findings);
            }
        }
    }

    /// <summary><c>wait</c> with <c>wait_for</c>: a change of the state, a condition, or some time.</summary>
    private sealed class WatchType : TaskType
    {
        private static readonly FieldNames WaitFields = FieldNames.Only(
            "state_change", "condition", "seconds", "timeout", "timeout_hours");

        private static readonly string[] Subjects = ["state_change", "condition", "seconds"];

        public override string Name => "wait";

        public override FieldNames Fields { get; } = FieldNames.Task.With(SleepInput.Fields);

        public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
        {
            var findings = bodies.Findings;
            if (fields.Object("wait_for") is not { } source)
            {
                TaskTypes.Find("wait")!.Read(fields, task, body, bodies);
                return;
            }

            RefuseFieldsOfCalls(fields, findings);
            var wait = new FieldReader(source, fields.At("wait_for"), findings);
            wait.AcceptOnly(WaitFields);
            string[] given = [.. Subjects.Where(name => wait.Find(name) is not null)];
            if (given.Length != 1)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    wait.Pointer,
                    "Wait for exactly one of 'state_change', 'condition' and 'seconds'.");
                return;
            }

            var path = wait.Text("state_change")?.Split('.') ?? [];
            task.Kind = TaskKind.Watch;
            task.Watch = new WatchSettings(
                [.. path.Length > 1 && path[0] == "state" ? path[1..] : path],
                ConditionReader.Read(wait, "condition", findings));
            task.Input = InputOf(source, wait.Pointer, findings);
        }

        /// <summary>The condition is asked again and again, and is no part of what is rendered once.</summary>
        private static Template? InputOf(JsonElement source, string pointer, FindingList findings)
        {
            var fields = source.EnumerateObject().Where(field => field.Name != "condition").ToImmutableArray();
            var input = Executions.JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var field in fields)
                {
                    field.WriteTo(writer);
                }

                writer.WriteEndObject();
            });
            return Template.Compile(input, pointer, findings);
        }
    }
}
