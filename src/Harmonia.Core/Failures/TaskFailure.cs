using System.Text.Json;

namespace Harmonia.Core.Failures;

/// <summary>Why an attempt, a task or an execution failed: data, never an exception.</summary>
/// <param name="Code">The error class that <c>retry_on</c> matches, from <see cref="FailureCodes"/> or the
/// component's own.</param>
/// <param name="Message">One or two sentences; at most <see cref="MaxMessageLength"/> characters are kept.</param>
/// <param name="Retryable">Whether another attempt may help; the retry policy has the last word.</param>
public sealed record TaskFailure(string Code, string Message, bool Retryable)
{
    public const int MaxMessageLength = 16 * 1024;

    /// <summary>What the component said beside the message, if anything.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>The same failure with its message cut, visibly, to what is kept.</summary>
    public TaskFailure Bounded()
    {
        if (Message.Length <= MaxMessageLength)
        {
            return this;
        }

        const string Cut = " … (truncated)";
        var kept = MaxMessageLength - Cut.Length;
        kept -= char.IsHighSurrogate(Message[kept - 1]) ? 1 : 0; // Half a character could not be stored.
        return this with { Message = string.Concat(Message.AsSpan(0, kept), Cut) };
    }
}
