using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Where a plan is to run, as its check sees it: the tasks beside and around the dynamic one.</summary>
internal static class Surroundings
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <returns>The body of the task, and the task itself.</returns>
    public static (BodyDraft Body, TaskDraft Owner) Of(TaskState task)
    {
        var body = Of(task.Frame);
        return (body, body.Tasks[task.Definition.Index]);
    }

    private static BodyDraft Of(Frame frame)
    {
        var (owner, outer) = (default(TaskDraft), default(BodyDraft));
        if (frame.Owner is { } around)
        {
            (outer, owner) = Of(around);
        }

        var body = new BodyDraft(owner, outer, NamesWithin(frame.Owner)) { IsInline = frame.Body.IsInline };
        foreach (var task in frame.Body.Tasks)
        {
            var draft = body.Add(task.Id, "", Nothing);
            (draft.Kind, draft.Output) = (task.Kind, task.Output);
            draft.Dependencies.AddRange(task.DependsOn);
        }

        body.Index = new TaskIndex(body.Tasks);
        body.Graph = new TaskGraph(body.Tasks);
        return body;
    }

    private static System.Collections.Immutable.ImmutableArray<string> NamesWithin(TaskState? owner) =>
        owner?.Definition.Kind switch
        {
            TaskKind.Map => [ScopeNames.Item, ScopeNames.Index],
            TaskKind.Loop => [ScopeNames.Iteration, ScopeNames.Previous],
            _ => [],
        };
}
