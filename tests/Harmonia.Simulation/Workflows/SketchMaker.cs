using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Simulation.Workflows;

/// <summary>
/// Thinks up workflows: random graphs with every join, condition, policy and limit that the core knows.
/// </summary>
internal sealed class SketchMaker(Dice dice)
{
    private const int MaxTasks = 40;

    private static readonly string[] Codes = ["busy", "http_503", "http_404", "server_error", "weird"];
    private static readonly string[] Patterns = ["*", "http_5*", "server_error", "busy", "w*"];

    private static readonly TaskKind[] Kinds =
    [
        TaskKind.Call, TaskKind.Call, TaskKind.Call, TaskKind.Call, TaskKind.Call, TaskKind.Call, TaskKind.Echo,
        TaskKind.Noop, TaskKind.Expression, TaskKind.Transform, TaskKind.Sleep, TaskKind.Fail,
    ];

    private static readonly TaskEnds[] Ends =
    [
        TaskEnds.Completed, TaskEnds.Completed, TaskEnds.Completed, TaskEnds.Completed | TaskEnds.Skipped,
        TaskEnds.Completed | TaskEnds.Failed, TaskEnds.Failed, TaskEnds.Failed | TaskEnds.Skipped, TaskEnds.Any,
    ];

    public WorkflowSketch Make(string name)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var sketch = Think();
            var compiled = WorkflowCompiler.Compile(
                SketchWriter.Write(name, sketch), LabCatalog.Instance, DefinitionLimits.Default);
            if (compiled.Definition is { } definition)
            {
                return sketch with { Definition = definition };
            }

            // Some graphs hold a task that can never run, which the compiler rightly refuses; anything else is our bug.
            if (compiled.Findings.FirstOrDefault(finding =>
                finding.IsError && finding.Code != FindingCodes.UnreachableTask) is { } bug)
            {
                throw new InvalidOperationException(
                    $"{bug.Pointer}: {bug.Message} in {SketchWriter.Write(name, sketch).GetRawText()}");
            }
        }

        throw new InvalidOperationException("No workflow out of 50 could be compiled.");
    }

    private WorkflowSketch Think()
    {
        var tasks = Enumerable.Range(0, dice.Small(1, MaxTasks)).Select(Task).ToArray();
        var handlers = new HashSet<int>();
        foreach (var task in tasks)
        {
            if (handlers.Contains(task.Index))
            {
                continue;
            }

            Connect(task, tasks);
            if (dice.Chance(0.12) && !task.ContinuesOnError && task.Index + 1 < tasks.Length)
            {
                var handler = dice.Between(task.Index + 1, tasks.Length - 1);
                task.Handler = handler;
                tasks[handler].DependsOn.Add((task.Index, TaskEnds.Failed));
                handlers.Add(handler);
            }
        }

        foreach (var handler in handlers.Select(index => tasks[index]))
        {
            handler.Join = handler.DependsOn.Count > 1 ? JoinKind.OneFailed : JoinKind.AllSuccess;
        }

        var total = dice.Chance(0.5) ? Enumerable.Range(0, tasks.Length).Where(_ => dice.Chance(0.3)).ToArray() : null;
        if (total is not { Length: > 0 })
        {
            total = null;
        }

        return new WorkflowSketch(
            tasks,
            total,
            total is not null && dice.Chance(0.2) ? dice.Between(20, 200) : null,
            dice.Chance(0.1) ? dice.Between(5, 600) : null)
        {
            Window = dice.Chance(0.1) ? Window() : null,
            Definition = null!, // Filled in once the compiler has agreed.
        };
    }

    private TaskSketch Task(int index)
    {
        var kind = dice.Pick(Kinds);
        var computed = kind == TaskKind.Expression;
        return new TaskSketch
        {
            Index = index,
            Kind = kind,
            Component = dice.Chance(0.8) ? "lab" : "press",
            Value = new Formula(null, null, dice.Below(20)),
            Condition = dice.Chance(0.15) ? new Formula(null, null, dice.Below(50)) : null,
            ConditionBelow = dice.Below(110),
            Retry = !computed && dice.Chance(0.5) ? Retry() : null,
            Timeout = !computed && dice.Chance(0.4) ? dice.Between(2, 60) : null,
            QueueTimeout = !computed && dice.Chance(0.08) ? dice.Between(2, 60) : null,
            TotalTimeout = !computed && dice.Chance(0.08) ? dice.Between(5, 200) : null,
            ContinuesOnError = dice.Chance(0.12),
            MaxValue = kind is TaskKind.Call or TaskKind.Expression && dice.Chance(0.1) ? dice.Between(30, 99) : null,
            SleepSeconds = dice.Small(0, 900),
            Wait = dice.Pick(Enum.GetValues<WaitForm>()),
            CronMinutes = dice.Between(1, 15),
            Delay = dice.Chance(0.1) ? new DelaySketch(dice.Small(0, 900), dice.Chance(0.5)) : null,
            Window = dice.Chance(0.1) ? Window() : null,
            Temper = dice.Chance(0.7) ? Temper.Steady : dice.Chance(0.7) ? Temper.Flaky : Temper.Broken,
            Failures = dice.Between(1, 3),
            Code = dice.Pick(Codes),
            Retryable = dice.Chance(0.8),
            RetryAfter = dice.Chance(0.1) ? dice.Between(1, 20) : null,
        };
    }

    /// <summary>Closed for a while within the hours that a world lasts.</summary>
    private WindowSketch Window() => new(dice.Between(1, 90), dice.Between(1, 30));

    private RetrySketch Retry() => new(
        dice.Between(0, 4),
        dice.Pick([0.1, 0.5, 1, 5]),
        dice.Pick([1.0, 10, 60]),
        dice.Pick([1.0, 1.5, 2, 3]),
        dice.Chance(0.7),
        dice.Chance(0.7) ? [] : [dice.Pick(Patterns)],
        dice.Chance(0.85) ? [] : [dice.Pick(Patterns)]);

    private void Connect(TaskSketch task, TaskSketch[] tasks)
    {
        var wanted = task.Index == 0 || dice.Chance(0.15) ? 0 : dice.Between(1, Math.Min(4, task.Index));
        foreach (var other in Enumerable.Range(0, wanted).Select(_ => dice.Below(task.Index)).Distinct())
        {
            task.DependsOn.Add((other, dice.Chance(0.75) ? TaskEnds.Completed : dice.Pick(Ends)));
        }

        if (task.DependsOn.Count == 0)
        {
            return;
        }

        task.Join = dice.Chance(0.5) ? JoinKind.AllSuccess : dice.Pick(Enum.GetValues<JoinKind>());
        task.Count = task.Join == JoinKind.Count ? dice.Between(1, task.DependsOn.Count) : 0;

        // A task that starts at the first of several ends sees the others in whatever state they are; reading them
        // would make its output a matter of timing, and there would be nothing to compare it with.
        if (task.Join is JoinKind.AllSuccess or JoinKind.AllDone or JoinKind.NoneFailed)
        {
            task.Value = dice.Chance(0.7) ? FormulaOver(task) : task.Value;
            task.Condition = task.Condition is not null && dice.Chance(0.7) ? FormulaOver(task) : task.Condition;
        }
    }

    private Formula FormulaOver(TaskSketch task) => new(
        dice.Pick(task.DependsOn).Task, dice.Chance(0.93) ? dice.Below(10) : null, dice.Below(20));

    /// <summary>The components of the laboratory in which the workflows run.</summary>
    private sealed class LabCatalog : IActionCatalog
    {
        public static LabCatalog Instance { get; } = new();

        public IEnumerable<string> Components => ["lab", "press", HarmoniaActions.Component];

        public ComponentActions? Find(string component) => component switch
        {
            "lab" or "press" => new ComponentActions(false, ["work"]),
            HarmoniaActions.Component => new ComponentActions(true, HarmoniaActions.Names),
            _ => null,
        };
    }
}
