using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Asks a model once: most of Rhetor's documented actions are a prompt without an endpoint.</summary>
internal sealed class Generate(ImmutableArray<string> names, IPrompt prompt) : IFamilyAction
{
    public IReadOnlyList<string> Names => names;

    public string Merged => "options";

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var text = prompt.Compose(call.Input);
        var request = Request(text, call.Input);
        return call.Input.IsWrong ? call.WrongInput() : await AskAsync(call, request, prompt, cancellationToken);
    }

    public static FamilyRequest Request(string prompt, CallInput input)
    {
        List<(string Name, JsonElement? Value)> members =
        [
            ("prompt", JsonText.Of(prompt)),
            ("model", input.Value("model")),
            ("temperature", input.Value("temperature")),
            ("max_tokens", input.Value("max_tokens")),
            ("system_prompt", input.Value("system_prompt", "system")),
            ("component", input.Value("component")),
            ("capability", input.Value("capability")),
        ];
        members.AddRange(input.Rest().Select(field => (field.Key, (JsonElement?)field.Value)));
        return FamilyRequest.Post(RhetorComponent.Name, "/api/v1/generate", [.. members]);
    }

    public static async Task<TaskOutcome> AskAsync(
        FamilyCall call, FamilyRequest request, IPrompt prompt, CancellationToken cancellationToken)
    {
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        if (AnswerText.TextAt(body, "response|content") is not { } response)
        {
            return AnswerFailures.ComponentError($"rhetor answered {request} without a text in \"response\".");
        }

        var output = FamilyOutput.Of(body).Set("text", response);
        var (result, failure) = prompt.Read(response, output);
        return failure is null
            ? output.Complete(result) with { Usage = ModelUsage.Of(body) }
            : new TaskOutcome.Failed(failure) { Usage = ModelUsage.Of(body) };
    }
}
