using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>
/// <c>parallel</c>: runs <c>branches</c> side by side and completes with their outputs when all of them have ended.
/// </summary>
/// <remarks>
/// Only another way to write dependencies: a hidden task <c>id.start</c> takes what the task waits for, every task of a
/// branch waits for that, and the task itself joins them. Tasks that are written within a branch run beside it.
/// </remarks>
internal sealed class ParallelType : TaskType
{
    private const int MaxBranches = 1_000;

    public override string Name => "parallel";

    public override FieldNames Fields { get; } = FieldNames.Task.With("branches");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        RefuseFieldsOfCalls(fields, findings);
        task.Kind = TaskKind.Join;
        task.DependsOnField = null;
        var start = AddStart(task, body);
        fields.Require("branches");
        if (fields.Object("branches") is not { } source)
        {
            return;
        }

        if (source.GetPropertyCount() is < 1 or > MaxBranches)
        {
            fields.WrongType("branches", $"a map of 1 to {MaxBranches} branches", source);
            return;
        }

        var branches = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        foreach (var branch in source.EnumerateObject())
        {
            var pointer = JsonPointer.Append(fields.At("branches"), branch.Name);
            branches.Add((branch.Name, ReadBranch(branch.Value, pointer, start, body, bodies)));
        }

        task.Branches = branches.DrainToImmutable();
        Join(task, fields, findings);
    }

    /// <summary>
    /// The beginning of the branches has the dependencies, the condition and the schedule that are written.
    /// </summary>
    private static TaskDraft AddStart(TaskDraft task, BodyDraft body)
    {
        var start = body.Add($"{task.Id}.start", task.Pointer, task.Source);
        start.IsGenerated = true;
        start.HasFixedJoin = true;
        start.Kind = TaskKind.Noop;
        start.Input = Template.Compile(JsonElement.Parse("{}"), task.Pointer, new FindingList(0));
        (start.Condition, start.Delay, start.Window) = (task.Condition, task.Delay, task.Window);
        (task.Condition, task.Delay) = (null, null);
        return start;
    }

    private static ImmutableArray<string> ReadBranch(
        JsonElement source, string pointer, TaskDraft start, BodyDraft body, BodyReader bodies)
    {
        if (source.ValueKind == JsonValueKind.Array
            && source.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            var ids = source.EnumerateArray().Select(item => item.GetString()!).ToImmutableArray();
            for (var place = 0; place < ids.Length; place++)
            {
                start.Leads.Add((ids[place], JsonPointer.Append(pointer, place), 0));
            }

            return ids;
        }

        var added = bodies.AddBeside(source, pointer, body).ToArray();
        foreach (var task in added)
        {
            if (new FieldReader(task.Source, task.Pointer, bodies.Findings).Find("depends_on") is null)
            {
                start.Leads.Add((task.Id, task.Pointer, 0));
            }
        }

        return [.. added.Select(task => task.Id)];
    }

    /// <summary>What is joined is known once all tasks are: the ids of all branches.</summary>
    private static void Join(TaskDraft task, FieldReader fields, FindingList findings)
    {
        task.Sources = [.. task.Branches.SelectMany(branch => branch.Tasks).Distinct(StringComparer.Ordinal)];
        if (fields.Find("join") is null)
        {
            // Skipped tasks of a branch are fine, unless nothing began at all.
            task.HasFixedJoin = true;
            task.Join = new JoinRule(JoinKind.NoneFailed);
            var began = JsonElement.Parse($"\"tasks['{task.Id}.start'].status == 'completed'\"");
            task.Condition = Condition.Compile(began, fields.Pointer, findings);
        }
    }
}
