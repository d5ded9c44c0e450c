namespace Harmonia.Core.Executions.Deciding;

/// <summary>Tasks that can be answered only while something holds.</summary>
internal static class GuardRules
{
    /// <summary>The reason of a task that is skipped because its <c>while</c> does not hold.</summary>
    public const string Reason = "while";

    /// <summary>Asks whether a task may go on to wait; if not, it is skipped, or has failed.</summary>
    public static bool Holds(Draft draft, TaskState task)
    {
        if (task.Definition.Guard?.Condition is not { } condition)
        {
            return true;
        }

        if (!condition.TryTest(draft.Scope(task), draft.State.Settings.Evaluation, out var holds, out var error))
        {
            draft.Fail(task, EndRules.Failure(Reason, error), final: true);
            return false;
        }

        if (!holds)
        {
            SettleRules.Skip(draft, task, Reason, $"It no longer holds: {condition.Source.GetRawText()}");
        }

        return holds;
    }
}
