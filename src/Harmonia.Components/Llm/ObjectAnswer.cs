using System.Text;
using System.Text.Json;
using Harmonia.Components.Llm.Tools;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Llm;

/// <summary>Finds the value in an answer that was to match a schema.</summary>
internal static class ObjectAnswer
{
    /// <summary>Of what is wrong, a model is told this much.</summary>
    private const int MaxErrorLength = 4096;

    private const string Fence = "```";

    /// <param name="text">What the model said.</param>
    /// <param name="finishReason">Why it stopped.</param>
    /// <param name="schema">What it has to match.</param>
    /// <param name="error">What is wrong, in the words that the model is told.</param>
    /// <returns><see langword="null"/> when something is wrong.</returns>
    public static JsonElement? Read(string text, string finishReason, JsonSchema schema, out string? error)
    {
        if (Parse(text) is not { } value)
        {
            error = finishReason is "length"
                ? "The answer was cut off, as it was too long, and so is not valid JSON."
                : "The answer is not valid JSON.";
            return null;
        }

        var violations = schema.Validate(value);
        error = violations.IsEmpty
            ? null
            : PlainText.Shorten(
                $"The answer does not match the schema: {ToolBox.Describe(violations)}", MaxErrorLength);
        return error is null ? value : null;
    }

    /// <summary>As it stands, or between the fences that models like to put around it.</summary>
    private static JsonElement? Parse(string text)
    {
        if (ForeignJson.Parse(Encoding.UTF8.GetBytes(text)) is { } value)
        {
            return value;
        }

        var open = text.IndexOf(Fence, StringComparison.Ordinal);
        var begin = open < 0 ? -1 : text.IndexOf('\n', open);
        var end = begin < 0 ? -1 : text.LastIndexOf(Fence, StringComparison.Ordinal);
        return begin >= 0 && end > begin ? ForeignJson.Parse(Encoding.UTF8.GetBytes(text[begin..end])) : null;
    }
}
