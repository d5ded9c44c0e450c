using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>A conversation, given as a list of messages or as one message.</summary>
internal sealed class Chat : IFamilyAction
{
    private const int MaxMessages = 1000;

    public IReadOnlyList<string> Names { get; } = ["chat"];

    public string Merged => "options";

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var messages = input.Items("messages", MaxMessages);
        var one = input.Text(["message", "prompt"], required: messages is null);
        if (messages is not null && one is not null)
        {
            input.Report(FindingCodes.InvalidValue, "message", "Give either messages or one message.");
        }

        List<(string Name, JsonElement? Value)> members =
        [
            ("messages", messages is null ? OneMessage(one ?? "") : JsonText.List(messages)),
            .. input.Rest().Select(field => (field.Key, (JsonElement?)field.Value)),
        ];
        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = FamilyRequest.Post(RhetorComponent.Name, "/api/v1/chat", [.. members]);
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        var text = AnswerText.At(body, "response|content");
        return FamilyOutput.Of(body).Add("text", text).Complete(text) with { Usage = ModelUsage.Of(body) };
    }

    private static JsonElement OneMessage(string text) => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("role", "user");
        writer.WriteString("content", text);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });
}
