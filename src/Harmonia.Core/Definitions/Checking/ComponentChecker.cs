using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Checks who does a task against what is known of components now.</summary>
internal sealed class ComponentChecker(IActionCatalog catalog, FindingList findings)
{
    private readonly Dictionary<string, ComponentActions?> _found =
        CoreComponents.All.ToDictionary(known => known.Key, known => (ComponentActions?)known.Value);

    public void Check(TaskDraft task)
    {
        if (!task.IsKnownType || task.Component.Length == 0)
        {
            return;
        }

        if (!_found.TryGetValue(task.Component, out var actions))
        {
            _found[task.Component] = actions = catalog.Find(task.Component);
        }

        if (actions is null)
        {
            findings.Warn(
                FindingCodes.UnknownComponent,
                $"{task.Pointer}/component",
                $"The component '{Shown.Text(task.Component)}' is not known now. The task fails if that is still so"
                    + " when it runs.",
                () => NearestName.Find(task.Component, catalog.Components.Concat(
                    [HarmoniaActions.Component, HarmoniaActions.StateComponent])));
        }
        else if (task.Action.Length > 0 && !actions.Takes(task.Action))
        {
            ReportAction(task, actions);
        }
        else
        {
            CheckInput(task, actions);
        }
    }

    /// <summary>A call with a wrong input cannot succeed, so it is refused where that can be seen already.</summary>
    private void CheckInput(TaskDraft task, ComponentActions actions)
    {
        if (task is not { Kind: TaskKind.Call, Action.Length: > 0, Input: { } input }
            || actions.InputOf(task.Action) is not { } schema)
        {
            return;
        }

        var pointer = task.Source.TryGetProperty("input", out _) ? $"{task.Pointer}/input" : task.Pointer;
        foreach (var violation in ConstantInput.Violations(input.Source, schema))
        {
            findings.Error(
                FindingCodes.InvalidInput,
                pointer + violation.Pointer,
                $"The input is not what '{task.Component}.{task.Action}' takes. {violation.Message}");
        }
    }

    private void ReportAction(TaskDraft task, ComponentActions actions)
    {
        var pointer = $"{task.Pointer}/action";
        var message = $"The component '{task.Component}' has no action '{Shown.Text(task.Action)}'.";
        string? Nearest() => NearestName.Find(task.Action, actions.Names);
        if (actions.BuiltIn)
        {
            findings.Error(
                FindingCodes.UnknownAction,
                pointer,
                $"{message} Use one of {Shown.Text(string.Join(", ", actions.Names.Order(StringComparer.Ordinal)))}.",
                Nearest);
        }
        else
        {
            findings.Warn(
                FindingCodes.UnknownAction,
                pointer,
                $"{message} The task fails if that is still so when it runs.",
                Nearest);
        }
    }
}
