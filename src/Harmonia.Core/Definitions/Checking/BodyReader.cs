using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking.Transitions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads and checks tasks that run together, and those within them.</summary>
internal sealed class BodyReader(
    TaskDefaults defaults, DefinitionLimits limits, ComponentChecker components, FindingList findings)
{
    private int _tasks;

    public FindingList Findings => findings;

    public TaskDefaults Defaults => defaults;

    /// <summary>Reads the <c>tasks</c> and the <c>result</c> of a workflow.</summary>
    public BodyDraft ReadRoot(FieldReader workflow)
    {
        var body = new BodyDraft(null, null, []) { HasTransitions = workflow.Find("steps") is not null };
        if (body.HasTransitions && workflow.Find("tasks") is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                workflow.At("steps"),
                "A workflow has either 'tasks', which wait for each other, or 'steps' with transitions. Remove one.");
        }

        ReadTasks(workflow, body);
        body.Result = ReadResult(workflow);
        return body;
    }

    /// <summary>Reads the <c>tasks</c> within a task; the <c>result</c> of that task is the body's.</summary>
    /// <param name="fields">The fields of the task.</param>
    /// <param name="owner">The task.</param>
    /// <param name="outer">The body of the task.</param>
    /// <param name="names">What expressions within see beside what they see outside.</param>
    public BodyDraft? ReadTasks(
        FieldReader fields, TaskDraft owner, BodyDraft outer, params ImmutableArray<string> names)
    {
        var body = new BodyDraft(owner, outer, names);
        if (IsTooDeep(body, fields.At("tasks")))
        {
            return null;
        }

        ReadTasks(fields, body);
        return body;
    }

    /// <summary>Reads the one task within a task.</summary>
    public BodyDraft? ReadInline(
        JsonElement source, string pointer, TaskDraft owner, BodyDraft outer, params ImmutableArray<string> names)
    {
        var body = new BodyDraft(owner, outer, names) { IsInline = true };
        if (IsTooDeep(body, pointer))
        {
            return null;
        }

        _tasks++;
        body.Add(owner.Id, pointer, source);
        Check(body);
        return body;
    }

    /// <summary>Adds tasks that are written within one task and run beside it.</summary>
    public IEnumerable<TaskDraft> AddBeside(JsonElement list, string pointer, BodyDraft body)
    {
        foreach (var task in TaskListReader.Read(list, pointer, limits.MaxTasks - _tasks, findings))
        {
            _tasks++;
            if (body.Sees(task.Id))
            {
                findings.Error(
                    FindingCodes.DuplicateTask,
                    task.Pointer,
                    $"There is a task '{Shown.Text(task.Id)}' already. Give this one another id.");
                continue;
            }

            yield return body.Add(task.Id, task.Pointer, task.Source);
        }
    }

    /// <summary>Checks who does a call that is no task of its own.</summary>
    public void CheckCall(TaskDraft call)
    {
        new BuiltInInputs(findings).Check(call);
        components.Check(call);
    }

    private void ReadTasks(FieldReader holder, BodyDraft body)
    {
        var name = body.HasTransitions ? "steps" : "tasks";
        foreach (var task in TaskListReader.Read(holder, limits.MaxTasks - _tasks, findings, name))
        {
            if (body.Outer?.Sees(task.Id) == true)
            {
                findings.Error(
                    FindingCodes.DuplicateTask,
                    task.Pointer,
                    $"A task around this one is called '{Shown.Text(task.Id)}' too. Give this one another id.");
            }

            body.Add(task);
        }

        _tasks += body.Tasks.Count;
        Check(body);
        if (body.HasTransitions)
        {
            RouteReader.Read(holder, body, findings);
        }
    }

    public Template? ReadResult(FieldReader fields) => fields.Find("result") is { } result
        ? Template.Compile(result, fields.At("result"), findings)
        : null;

    private void Check(BodyDraft body)
    {
        var tasks = new TaskReader(this);
        var streams = new StreamReader(findings);
        streams.Find(body);
        var builtIns = new BuiltInInputs(findings);
        for (var place = 0; place < body.Tasks.Count; place++)
        {
            var task = body.Tasks[place];
            if (!streams.TryRead(task, body, this))
            {
                tasks.Read(task, body);
            }

            builtIns.Check(task);
            components.Check(task);
        }

        body.Index = new TaskIndex(body.Tasks);
        if (!body.HasTransitions)
        {
            new DependencyReader(body.Index, findings).Read();
            streams.Connect(body);
        }

        RegionReader.Resolve(body, findings);
        body.Graph = new TaskGraph(body.Tasks);
        CycleChecker.Check(body.Tasks, body.Graph, findings);
        ReachabilityChecker.Check(body.Tasks, body.Graph, findings);
    }

    private bool IsTooDeep(BodyDraft body, string pointer)
    {
        if (body.Depth <= limits.MaxNesting)
        {
            return false;
        }

        findings.Error(
            FindingCodes.TooDeep,
            pointer,
            $"Tasks are nested more than {limits.MaxNesting} deep here. Move the inner ones to another workflow.");
        return true;
    }
}
