using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>The author's own prompt; the text is the result.</summary>
internal sealed class PlainPrompt : IPrompt
{
    public string Compose(CallInput input) =>
        CallInput.AsText(input.Any(["prompt", "text"], required: true) ?? JsonText.Of("")).GetString()!;

    public (JsonElement? Result, TaskFailure? Failure) Read(string response, FamilyOutput output) =>
        (JsonText.Of(response), null);
}
