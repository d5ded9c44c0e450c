using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>What is said of an action that a component does not have.</summary>
internal static class ActionNames
{
    private const int MaxShown = 20;

    public static TaskFailure NotFound(string component, string action, IReadOnlyCollection<string> known)
    {
        var shown = PlainText.EscapeControls(PlainText.Shorten(action, 80));
        var hint = NearestName.Find(action, known) is { } nearest
            ? $" Did you mean \"{nearest}\"?"
            : known.Count is 0 ? "" : $" It has {string.Join(", ", known.Take(MaxShown))}.";
        return new TaskFailure(
            FailureCodes.ActionNotFound,
            $"The component {component} has no action \"{shown}\".{hint}",
            Retryable: false).Bounded();
    }

    /// <summary>Whether it can stand in a path: one of dots would be resolved on the way.</summary>
    public static bool FitsPath(string action) => action is not ("" or "." or "..");
}
