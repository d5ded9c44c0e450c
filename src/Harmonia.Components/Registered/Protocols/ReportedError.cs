using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>
/// Reads what a component says of its own failure: <c>{status: "error", error | error_message, error_type,
/// is_retriable}</c>.
/// </summary>
internal static class ReportedError
{
    private const int MaxClassLength = 64;

    /// <summary>Whether an answer says that the action was not done.</summary>
    public static bool IsOne(JsonElement answer)
    {
        if (answer.ValueKind is not JsonValueKind.Object)
        {
            return false;
        }

        return (answer.TryGetProperty("status", out var status) && status.ValueKind is JsonValueKind.String
                && status.GetString() is "error" or "failed" or "failure")
            || (answer.TryGetProperty("success", out var success) && success.ValueKind is JsonValueKind.False);
    }

    public static TaskFailure Read(JsonElement answer)
    {
        var message = MessageOf(answer) ?? "The component says that it failed, and not why.";
        return new TaskFailure(ClassOf(answer), PlainText.EscapeControls(message), IsRetryable(answer))
        {
            Details = answer.Clone(),
        }.Bounded();
    }

    private static string? MessageOf(JsonElement answer)
    {
        foreach (var name in (string[])["error_message", "error", "message"])
        {
            if (!answer.TryGetProperty(name, out var value))
            {
                continue;
            }

            if (value.ValueKind is JsonValueKind.String)
            {
                return value.GetString();
            }

            if (value.ValueKind is JsonValueKind.Object && value.TryGetProperty("message", out var inner)
                && inner.ValueKind is JsonValueKind.String)
            {
                return inner.GetString();
            }
        }

        return null;
    }

    /// <summary>A class that <c>retry_on</c> can match; anything else stays in the details.</summary>
    private static string ClassOf(JsonElement answer) =>
        answer.TryGetProperty("error_type", out var type) && type.ValueKind is JsonValueKind.String
            && type.GetString() is { Length: > 0 and <= MaxClassLength } text
            && char.IsAsciiLetter(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
                ? text
                : FailureCodes.ComponentError;

    /// <summary>Only a component knows; one that does not say leaves it to the task's retry policy.</summary>
    private static bool IsRetryable(JsonElement answer)
    {
        foreach (var name in (string[])["is_retriable", "is_retryable", "retryable"])
        {
            if (answer.TryGetProperty(name, out var value)
                && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                return value.GetBoolean();
            }
        }

        return true;
    }
}
