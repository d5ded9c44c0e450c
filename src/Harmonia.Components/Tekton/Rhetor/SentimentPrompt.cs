using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Asks what mood a text is in.</summary>
internal sealed class SentimentPrompt : IPrompt
{
    private const string Wanted = "JSON with \"sentiment\" and \"score\"";

    public string Compose(CallInput input)
    {
        var text = CallInput.AsText(input.Any(["text", "content", "data"], required: true) ?? JsonText.Of(""));
        var entities = input.Flag("include_entities") ? ", \"entities\": [{\"name\": \"...\", \"type\": \"...\"}]" : "";
        return "Analyze the sentiment of the following text. Answer with one JSON object and nothing else: "
            + "{\"sentiment\": \"positive\" | \"negative\" | \"neutral\", \"score\": a number from -1 to 1"
            + entities + "}\n\n" + text.GetString();
    }

    public (JsonElement? Result, TaskFailure? Failure) Read(string response, FamilyOutput output)
    {
        if (JsonAnswer.Find(response) is not { } said || AnswerText.TextAt(said, "sentiment") is null
            || AnswerText.At(said, "score") is not { ValueKind: JsonValueKind.Number })
        {
            return (null, JsonAnswer.Unusable(Wanted, response));
        }

        foreach (var member in said.EnumerateObject().Where(
            member => member.Name is "sentiment" or "score" or "entities"))
        {
            output.Set(member.Name, member.Value);
        }

        return (said, null);
    }
}
