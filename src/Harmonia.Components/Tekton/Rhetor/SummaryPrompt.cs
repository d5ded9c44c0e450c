using System.Text;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Asks for a summary.</summary>
internal sealed class SummaryPrompt : IPrompt
{
    public string Compose(CallInput input)
    {
        var text = CallInput.AsText(input.Any(["text", "content", "data"], required: true) ?? JsonText.Of(""));
        var prompt = new StringBuilder("Summarize the following text. Answer with the summary only.");
        if (input.Text("max_length") is { } length)
        {
            prompt.Append($" Use at most {length} words.");
        }

        if (input.Text("style") is { } style)
        {
            prompt.Append($" Style: {style}.");
        }

        return prompt.Append("\n\n").Append(text.GetString()).ToString();
    }

    public (JsonElement? Result, TaskFailure? Failure) Read(string response, FamilyOutput output)
    {
        var summary = JsonText.Of(response.Trim());
        output.Set("summary", summary);
        return (summary, null);
    }
}
