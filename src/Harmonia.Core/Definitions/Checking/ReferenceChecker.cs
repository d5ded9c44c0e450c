using System.Collections.Frozen;
using System.Collections.Immutable;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Checks every static reference of templates and conditions against what will be there.</summary>
internal sealed class ReferenceChecker
{
    private static readonly FrozenSet<string> NamesEverywhere = new[]
    {
        "input", "tasks", "state", "param", "params", "parameters", "context", "workflow", "execution", "env",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FindingList _findings;
    private FrozenSet<string> _names = NamesEverywhere;

    /// <summary>The task whose compensation is being checked: it sees what that task has done.</summary>
    private TaskDraft? _owner;
    private readonly PropertyCheck? _input;
    private readonly Dictionary<TaskDraft, PropertyCheck?> _outputs = [];
    private readonly Dictionary<BodyDraft, UpstreamChecker> _upstream = [];

    public ReferenceChecker(JsonSchema? input, FindingList findings) =>
        (_input, _findings) = (PropertyCheck.Of(input), findings);

    /// <summary>Whether <c>env</c> is not to be seen: a plan is the text of a stranger.</summary>
    public bool HidesEnvironment { get; init; }

    public void Check(BodyDraft root)
    {
        if (root.Index.IndexOf(ScopeNames.Memory) >= 0)
        {
            _names = [.. NamesEverywhere, ScopeNames.Memory];
        }

        CheckBody(root);
        Answer();
    }

    /// <summary>Checks a body within others that were checked before.</summary>
    public void CheckWithin(BodyDraft body)
    {
        for (var outer = body.Outer; outer is not null; outer = outer.Outer)
        {
            _upstream[outer] = new UpstreamChecker(outer.Tasks, outer.Graph, _findings);
        }

        CheckBody(body);
        Answer();
    }

    private void Answer()
    {
        foreach (var asked in _upstream.Values)
        {
            asked.Answer();
        }
    }

    private void CheckBody(BodyDraft body)
    {
        _upstream[body] = new UpstreamChecker(body.Tasks, body.Graph, _findings);
        var names = body.Names.IsEmpty ? _names : [.. _names, .. body.Names];
        FrozenSet<string> namesOfAnswers = [.. names, ScopeNames.Response];
        FrozenSet<string> namesOfHandlers = [.. names, ScopeNames.Error];
        foreach (var task in body.Tasks)
        {
            var seen = task.Role == TaskRole.Normal ? names : namesOfHandlers;
            var isWebhook = task.Kind == TaskKind.Webhook;
            CheckAll(body, task, task.Input?.References ?? [], isWebhook ? [.. seen, ScopeNames.Callback] : seen);
            CheckAll(body, task, task.Condition?.References ?? [], seen);
            CheckAll(
                body,
                task,
                task.Result?.References ?? [],
                task.Kind == TaskKind.Expression ? seen
                    : isWebhook ? [.. namesOfAnswers, ScopeNames.Call]
                    : namesOfAnswers);
            CheckMap(body, task, names);
            foreach (var (when, _) in task.Decision?.Cases ?? [])
            {
                CheckAll(body, task, when.References, names);
            }

            CheckWaits(body, task, names);

            if (task.Compensation is { } undo)
            {
                _owner = task;
                CheckAll(body, task, undo.Input?.References ?? [], names);
                _owner = null;
            }

            CheckAll(body, task, task.Watch?.Until?.References ?? [], names);
            foreach (var transition in task.Routing?.Out ?? [])
            {
                CheckAll(body, task, transition.Condition?.References ?? [], names);
            }

            if (task.Body is { } inner)
            {
                CheckBody(inner);
                CheckLoop(body, task, inner);
            }
        }

        CheckAll(body, null, body.Result?.References ?? [], names);
    }

    private void CheckWaits(BodyDraft body, TaskDraft task, FrozenSet<string> names)
    {
        FrozenSet<string> namesOfMatches = [.. names, ScopeNames.Signal];
        foreach (var offer in task.Event?.Offers ?? [])
        {
            CheckAll(body, task, offer.Match?.References ?? [], namesOfMatches);
            if (task.Component.Length == 0)
            {
                CheckAll(body, task, offer.Name.References, names); // Otherwise it is part of the input.
            }
        }

        var approval = task.Approval;
        foreach (var template in (Template?[])
            [approval?.Title, approval?.Description, approval?.Assignees, approval?.EscalateTo])
        {
            CheckAll(body, task, template?.References ?? [], names);
        }

        // What must hold while it waits may well be about tasks that run at the same time.
        CheckAll(body, null, task.Guard?.Condition.References ?? [], names);
    }

    /// <summary>Between iterations their tasks are not seen; at the end of one, all of them are.</summary>
    private void CheckLoop(BodyDraft body, TaskDraft task, BodyDraft inner)
    {
        if (task.Loop is not { } loop)
        {
            return;
        }

        FrozenSet<string> names = [.. _names, .. inner.Names];
        CheckAll(body, task, loop.While?.References ?? [], names);
        CheckAll(inner, null, loop.Until?.References ?? [], names);
        CheckAll(body, task, loop.Count?.References ?? [], [.. _names, .. body.Names]);
    }

    private void CheckMap(BodyDraft body, TaskDraft task, FrozenSet<string> names)
    {
        if (task.Map?.CompleteWhen is { } condition)
        {
            CheckAll(body, task, condition.References, [.. names, .. ScopeNames.OfMap]);
        }

        CheckCompletes(body, task);
    }

    private void CheckAll(
        BodyDraft body,
        TaskDraft? task,
        ImmutableArray<(string Pointer, Reference Reference)> references,
        FrozenSet<string> names)
    {
        foreach (var (pointer, reference) in references)
        {
            Check(body, task, Canonical(reference.Segments.AsSpan()), reference.Optional, pointer, names);
        }
    }

    /// <summary>What it ends when it completes must be maps.</summary>
    private void CheckCompletes(BodyDraft body, TaskDraft task)
    {
        for (var place = 0; place < task.Completes.Length; place++)
        {
            var id = task.Completes[place];
            var around = body;
            while (around is not null && (around.IsInline || around.Index.IndexOf(id) < 0))
            {
                around = around.Outer;
            }

            var pointer = JsonPointer.Append($"{task.Pointer}/completes", place);
            if (around is null)
            {
                _findings.Error(
                    FindingCodes.UnknownTask,
                    pointer,
                    $"There is no task '{Shown.Text(id)}' to complete. Correct the id or add the task.",
                    () => body.Index.Nearest(id));
            }
            else if (around.Tasks[around.Index.IndexOf(id)] is { Kind: not TaskKind.Map, IsKnownType: true })
            {
                _findings.Error(
                    FindingCodes.InvalidValue,
                    pointer,
                    $"'{id}' is not a map: only a map can be completed before all of it has ended.");
            }
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
        BodyDraft body,
        TaskDraft? task,
        ReadOnlySpan<string> path,
        bool optional,
        string pointer,
        FrozenSet<string> names)
    {
        var root = path[0];
        if (!names.Contains(root))
        {
            _findings.Error(
                FindingCodes.UnknownReference,
                pointer,
                $"There is nothing called '{Shown.Text(root)}' here."
                    + $" Start with one of {string.Join(", ", names.Order())}.",
                () => body.Sees(root) ? $"tasks.{root}" : NearestName.Find(root, names));
        }
        else if (root == "env" && HidesEnvironment)
        {
            _findings.Error(FindingCodes.NotAllowed, pointer, "A plan does not see 'env'.");
        }
        else if (root == "input" && path.Length > 1 && !optional)
        {
            _input?.Check(path[1], "input", pointer, _findings);
        }
        else if (root == "tasks" && path.Length > 1)
        {
            CheckTask(body, task, path[1..], optional, pointer);
        }
    }

    /// <summary>Looks for the task in this body, then in those around it, as it is looked for when it runs.</summary>
    private void CheckTask(BodyDraft body, TaskDraft? task, ReadOnlySpan<string> path, bool optional, string pointer)
    {
        var id = path[0];
        var asking = task;
        var around = body;
        while (around is not null && around.Index.IndexOf(id) < 0)
        {
            (asking, around) = (around.Owner, around.Outer);
        }

        if (around is null)
        {
            _findings.Error(
                FindingCodes.UnknownTask,
                pointer,
                $"There is no task '{Shown.Text(id)}' to refer to. Correct the id or add the task.",
                () => body.Index.Nearest(id));
            return;
        }

        var target = around.Index.IndexOf(id);
        if (asking is { Role: TaskRole.Normal } && !around.HasTransitions && _owner != around.Tasks[target])
        {
            _upstream[around].Ask(asking, target, pointer);
        }

        if (!optional && path is [_, "output", var property, ..])
        {
            var draft = around.Tasks[target];
            if (!_outputs.TryGetValue(draft, out var shape))
            {
                _outputs[draft] = shape = PropertyCheck.Of(draft.Output);
            }

            shape?.Check(property, $"tasks.{id}.output", pointer, _findings);
        }
    }
}
