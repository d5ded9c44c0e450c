using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Asks who and what a text is about.</summary>
internal sealed class EntitiesPrompt : IPrompt
{
    public string Compose(CallInput input)
    {
        var text = CallInput.AsText(input.Any(["text", "content", "data"], required: true) ?? JsonText.Of(""));
        var kinds = input.Value("entity_types") is { } types ? $" Only of these types: {types.GetRawText()}." : "";
        return "Extract the named entities of the following text." + kinds
            + " Answer with one JSON object and nothing else: "
            + "{\"entities\": [{\"name\": \"...\", \"type\": \"...\"}]}\n\n" + text.GetString();
    }

    public (JsonElement? Result, TaskFailure? Failure) Read(string response, FamilyOutput output)
    {
        if (JsonAnswer.Find(response) is not { } said
            || AnswerText.At(said, "entities") is not { ValueKind: JsonValueKind.Array } entities)
        {
            return (null, JsonAnswer.Unusable("JSON with a list \"entities\"", response));
        }

        output.Set("entities", entities);
        return (entities, null);
    }
}
