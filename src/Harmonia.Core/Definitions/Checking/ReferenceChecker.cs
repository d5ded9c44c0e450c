using System.Collections.Frozen;
using System.Collections.Immutable;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Checks every static reference of templates and conditions against what will be there.</summary>
internal sealed class ReferenceChecker
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "input", "tasks", "state", "param", "params", "parameters", "context", "workflow", "execution", "env",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NamesOfAnswers =
        Names.Append("response").ToFrozenSet(StringComparer.Ordinal);

    private readonly TaskIndex _tasks;
    private readonly UpstreamChecker _upstream;
    private readonly FindingList _findings;
    private readonly PropertyCheck? _input;
    private readonly PropertyCheck?[] _outputs;

    public ReferenceChecker(TaskIndex tasks, TaskGraph graph, JsonSchema? input, FindingList findings)
    {
        (_tasks, _findings) = (tasks, findings);
        _upstream = new UpstreamChecker(tasks.All, graph, findings);
        _input = PropertyCheck.Of(input);
        _outputs = [.. tasks.All.Select(task => PropertyCheck.Of(task.Output))];
    }

    public void Check(Template? workflowResult)
    {
        foreach (var task in _tasks.All)
        {
            CheckAll(task, task.Input?.References ?? [], Names);
            CheckAll(task, task.Condition?.References ?? [], Names);
            CheckAll(task, task.Result?.References ?? [], task.Kind == TaskKind.Expression ? Names : NamesOfAnswers);
        }

        CheckAll(null, workflowResult?.References ?? [], Names);
        _upstream.Answer();
    }

    private void CheckAll(
        TaskDraft? task, ImmutableArray<(string Pointer, Reference Reference)> references, FrozenSet<string> names)
    {
        foreach (var (pointer, reference) in references)
        {
            Check(task, Canonical(reference.Segments.AsSpan()), reference.Optional, pointer, names);
        }
    }

    /// <summary><c>context.input</c> and <c>workflow.input</c> are the input, <c>context.tasks</c> the tasks.</summary>
    private static ReadOnlySpan<string> Canonical(ReadOnlySpan<string> path) => path switch
    {
        ["context", "workflow", "input", ..] => path[2..],
        ["context", "input" or "tasks", ..] or ["workflow", "input", ..] => path[1..],
        _ => path,
    };

    private void Check(
        TaskDraft? task, ReadOnlySpan<string> path, bool optional, string pointer, FrozenSet<string> names)
    {
        var root = path[0];
        if (!names.Contains(root))
        {
            _findings.Error(
                FindingCodes.UnknownReference,
                pointer,
                $"There is nothing called '{Shown.Text(root)}' here."
                    + $" Start with one of {string.Join(", ", names.Order())}.",
                () => Suggest(root, names));
        }
        else if (root == "input" && path.Length > 1 && !optional)
        {
            _input?.Check(path[1], "input", pointer, _findings);
        }
        else if (root == "tasks" && path.Length > 1)
        {
            CheckTask(task, path[1..], optional, pointer);
        }
    }

    private string? Suggest(string root, FrozenSet<string> names) =>
        _tasks.IndexOf(root) >= 0 ? $"tasks.{root}" : NearestName.Find(root, names);

    private void CheckTask(TaskDraft? task, ReadOnlySpan<string> path, bool optional, string pointer)
    {
        var id = path[0];
        var target = _tasks.IndexOf(id);
        if (target < 0)
        {
            _findings.Error(
                FindingCodes.UnknownTask,
                pointer,
                $"There is no task '{Shown.Text(id)}' to refer to. Correct the id or add the task.",
                () => _tasks.Nearest(id));
            return;
        }

        if (task is not null)
        {
            _upstream.Ask(task, target, pointer);
        }

        if (!optional && path is [_, "output", var property, ..])
        {
            _outputs[target]?.Check(property, $"tasks.{id}.output", pointer, _findings);
        }
    }
}
