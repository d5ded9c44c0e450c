using System.IO.Enumeration;
using Harmonia.Core.Definitions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Workflows;

/// <summary>How a task ends when nothing but its own nature decides.</summary>
/// <param name="Status">Its final status.</param>
/// <param name="Value">The number in its output, if it has one.</param>
internal readonly record struct ReferenceEnd(TaskStatus Status, int? Value);

/// <summary>How a whole execution ends.</summary>
/// <param name="Tasks">Every task's end, as if a failure did not end the rest.</param>
/// <param name="Unhandled">Indexes of failed tasks that nobody handles; the execution fails if there is one.</param>
/// <param name="Total">The number that its result names, if it has one.</param>
internal sealed record ReferenceOutcome(ReferenceEnd[] Tasks, int[] Unhandled, int? Total);

/// <summary>
/// Carries out a workflow one task after the other, in the plainest way; shares no code with the product.
/// </summary>
internal static class ReferenceInterpreter
{
    public static ReferenceOutcome Interpret(WorkflowSketch sketch, int n)
    {
        var ends = new ReferenceEnd[sketch.Tasks.Length];
        var skippedByJoin = new bool[ends.Length];
        foreach (var task in sketch.Tasks) // Sketches are written in an order in which nothing depends on what follows.
        {
            var dependencies = task.DependsOn.Select(edge => (JoinOracle.EndOf(sketch, edge.Task, ends), edge.On));
            if (JoinOracle.Ask(task.Join, task.Count, [.. dependencies]) != JoinAnswer.Run)
            {
                (ends[task.Index], skippedByJoin[task.Index]) = (new ReferenceEnd(TaskStatus.Skipped, null), true);
                continue;
            }

            ends[task.Index] = Do(sketch, task, n, ends);
        }

        var unhandled = sketch.Tasks
            .Where(task => ends[task.Index].Status == TaskStatus.Failed && !IsHandled(sketch, task, skippedByJoin))
            .Select(task => task.Index);
        int? total = sketch.Total is { } parts
            ? parts.Sum(part => sketch.Tasks[part].Kind is TaskKind.Noop or TaskKind.Sleep ? 0 : ends[part].Value ?? 0)
            : null;
        return new ReferenceOutcome(ends, [.. unhandled], total);
    }

    public static bool IsRetried(RetrySketch? retry, string code, bool retryable) => retry is not null
        && !Array.Exists(retry.NotOn, pattern => Fits(pattern, code))
        && (retry.On.Length == 0 ? retryable : Array.Exists(retry.On, pattern => Fits(pattern, code)));

    private static ReferenceEnd Do(WorkflowSketch sketch, TaskSketch task, int n, ReferenceEnd[] ends)
    {
        if (task.Condition is { } condition)
        {
            if (Compute(sketch, condition, n, ends) is not { } tested)
            {
                return new ReferenceEnd(TaskStatus.Failed, null);
            }

            if (tested >= task.ConditionBelow)
            {
                return new ReferenceEnd(TaskStatus.Skipped, null);
            }
        }

        if (task.Kind == TaskKind.Sleep)
        {
            return new ReferenceEnd(TaskStatus.Completed, null);
        }

        var failed = new ReferenceEnd(TaskStatus.Failed, null);
        if (task.Kind == TaskKind.Fail)
        {
            return failed;
        }

        if (Compute(sketch, task.Value, n, ends) is not { } value)
        {
            return failed;
        }

        var output = task.Kind switch
        {
            TaskKind.Call => task.Answer(value),
            TaskKind.Transform => value * 2,
            TaskKind.Noop => (int?)null,
            _ => value,
        };
        return task.Kind == TaskKind.Call && !Succeeds(task) || output > task.MaxValue
            ? failed
            : new ReferenceEnd(TaskStatus.Completed, output);
    }

    private static bool Succeeds(TaskSketch task) => task.Temper switch
    {
        Temper.Steady => true,
        Temper.Broken => false,
        _ => task.Retry?.Max >= task.Failures && IsRetried(task.Retry, task.Code, task.Retryable),
    };

    private static int? Compute(WorkflowSketch sketch, Formula formula, int n, ReferenceEnd[] ends)
    {
        if (formula.Source is not { } source)
        {
            return n + formula.Addend;
        }

        var value = sketch.Tasks[source].Kind is TaskKind.Noop or TaskKind.Sleep ? null : ends[source].Value;
        return (value ?? formula.Fallback) + formula.Addend;
    }

    private static bool IsHandled(WorkflowSketch sketch, TaskSketch task, bool[] skippedByJoin)
    {
        if (task.ContinuesOnError || task.Handler is not null)
        {
            return true;
        }

        foreach (var other in sketch.Tasks)
        {
            foreach (var (source, on) in other.DependsOn)
            {
                if (source != task.Index || skippedByJoin[other.Index])
                {
                    continue;
                }

                if (other.Join is not (JoinKind.AllSuccess or JoinKind.NoneFailed) || on.HasFlag(TaskEnds.Failed))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Fits(string pattern, string code) =>
        FileSystemName.MatchesSimpleExpression(pattern, code)
        || (pattern == "server_error" && code.StartsWith("http_5", StringComparison.Ordinal));
}
