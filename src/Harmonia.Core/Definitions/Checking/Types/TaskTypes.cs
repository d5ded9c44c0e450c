using System.Collections.Frozen;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>The types that tasks can have.</summary>
internal static class TaskTypes
{
    private static readonly FrozenDictionary<string, TaskType> ByName = new TaskType[]
    {
        new StandardType(),
        new ExpressionType(),
        new DecisionType(),
        new ParallelType(),
        new JoinType(),
        new GroupType(),
        new WorkflowType(),
        new WebhookType(),
        new EventType(),
        new ApprovalType(),
        new MapType(),
        new DynamicType(),
        new LoopType(),
        new WaitType(),
    }.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>What a task is that does not say.</summary>
    public static TaskType Standard { get; } = ByName["standard"];

    /// <summary>Types that belong to the language and are not run by this release; refused with that reason.</summary>
    public static FrozenSet<string> Planned { get; } = new[]
    {
        "custom",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    public static TaskType? Find(string name) => ByName.GetValueOrDefault(name);
}
