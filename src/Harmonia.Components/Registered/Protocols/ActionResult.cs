using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>Makes the output of an action out of what was answered.</summary>
internal static class ActionResult
{
    /// <param name="action">As it was declared, if it was.</param>
    /// <param name="answer">What was answered; <see langword="null"/> when JSON was expected and it is none.</param>
    public static TaskOutcome Of(ActionDeclaration? action, JsonElement? answer)
    {
        if (answer is not { } value)
        {
            return Failed("The answer is not JSON that everybody reads alike.");
        }

        if (action?.ResultPath is { } path)
        {
            if (path.Select(value) is not { } selected)
            {
                return Failed($"The answer has nothing at {path} (result_path).");
            }

            value = selected;
        }

        return new TaskOutcome.Completed(ComponentResult.Normalise(value));
    }

    private static TaskOutcome.Failed Failed(string message) =>
        new(new TaskFailure(FailureCodes.InvalidOutput, message, Retryable: false));
}
