using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Makes the definition out of what was checked and found free of errors.</summary>
internal static class DefinitionBuilder
{
    public static WorkflowDefinition Build(JsonElement source, WorkflowHeader header, BodyDraft root) =>
        new(Build(root, header.Window))
        {
            Hash = DefinitionText.Of(source).Hash,
            Source = source.Clone(),
            Name = header.Name,
            Version = header.Version,
            Description = header.Description,
            Input = header.Input,
            Output = header.Output,
            Timeout = header.Timeout,
            Budget = header.Budget,
            ErrorHandlers = header.ErrorHandlers,
        };

    public static TaskBody Build(BodyDraft body, ExecutionWindow? window)
    {
        var tasks = body.Tasks.Select(task => Build(task, window)).ToImmutableArray();
        var dependants = new List<Dependency>?[tasks.Length];
        foreach (var task in tasks)
        {
            foreach (var dependency in task.DependsOn)
            {
                (dependants[dependency.Task] ??= []).Add(dependency with { Task = task.Index });
            }
        }

        foreach (var task in tasks)
        {
            task.Dependants = dependants[task.Index] is { } waiting ? [.. waiting] : [];
        }

        return new TaskBody(tasks) { Result = body.Result, IsInline = body.IsInline };
    }

    /// <param name="draft">The task.</param>
    /// <param name="window">When what is around it may start; a window of its own counts instead.</param>
    private static TaskDefinition Build(TaskDraft draft, ExecutionWindow? window) => new()
    {
        Index = draft.Index,
        Id = draft.Id,
        Name = draft.Name ?? draft.Id,
        Kind = draft.Kind,
        Component = draft.Component,
        Action = draft.Action,
        Input = draft.Input!,
        DependsOn = [.. draft.Dependencies],
        Join = draft.Join,
        Condition = draft.Condition,
        Retry = draft.Retry,
        Timeout = draft.Times.Attempt
            ?? (draft.Kind is { IsCall: true, IsAwaited: false } ? TaskDefinition.DefaultTimeout : null),
        QueueTimeout = draft.Times.Queue,
        TotalTimeout = draft.Times.Total,
        HeartbeatTimeout = draft.Times.Silence,
        Delay = draft.Delay,
        Window = WindowOf(draft, window),
        OnError = draft.OnError,
        Output = draft.Output,
        Result = draft.Result,
        Transform = draft.Transform,
        Role = draft.Role,
        OnUnknown = draft.OnUnknown,
        Compensation = draft.Compensation is { } undo ? Build(undo, null) : null,
        Cancels = [.. draft.Cancels],
        Mutex = draft.Mutex,
        Body = draft.Body is { } body ? Build(body, WindowOf(draft, window)) : null,
        Decision = draft.Decision,
        WaitsForChild = draft.WaitsForChild,
        Event = draft.Event,
        Approval = draft.Approval,
        Guard = draft.Guard,
        Map = draft.Map,
        Completes = draft.Completes,
        Policy = draft.Policy,
        Stream = draft.Stream,
        Loop = draft.Loop,
        Watch = draft.Watch,
        Routing = draft.Routing,
        Branches = draft.Branches,
    };

    /// <summary>Nobody waits for office hours to clean up: only a window of its own holds such a task back.</summary>
    private static ExecutionWindow? WindowOf(TaskDraft draft, ExecutionWindow? around) =>
        draft.Window ?? (draft.Role == TaskRole.Normal ? around : null);
}
