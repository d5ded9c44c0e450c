using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Components.Tekton.Rhetor;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Others;

/// <summary>
/// An analysis that the documents promise and the component only partly has: else Rhetor's model does it.
/// </summary>
/// <param name="name">Of the action.</param>
/// <param name="own">What the component itself can do.</param>
/// <param name="reason">What it cannot do, for people.</param>
internal sealed class AnalyzeBy(string name, RestAction own, string reason) : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = [name];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        if (call.Input.Text(["file_path"]) is { } file)
        {
            return AnswerFailures.ComponentError(
                $"{reason} Read {PlainText.Shorten(file, 80)} with a task of its own, and hand over its content.");
        }

        var data = call.Input.Value("data", "metrics", "content");
        var request = own.Compose(call.Component.Name, new CallInput(call.Task.Input));
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is not { } failed)
        {
            return own.Succeed(((FamilyAnswer.Answered)answer).Body);
        }

        // A component that is there and cannot do it is replaced; one that is away is waited for.
        return data is { } given && answer is FamilyAnswer.Answered && call.Caller.Knows(RhetorComponent.Name)
            ? await AskAsync(call, given, cancellationToken) ?? failed
            : failed;
    }

    private async Task<TaskOutcome?> AskAsync(
        FamilyCall call, JsonElement data, CancellationToken cancellationToken)
    {
        var kind = call.Input.Text("analysis_type") ?? "data";
        var request = FamilyRequest.Post(
            RhetorComponent.Name,
            "/api/v1/generate",
            ("prompt", JsonText.Of($"Analyze the following {kind}. Name patterns and what stands out.\n\n"
                + CallInput.AsText(data).GetString())));
        var answer = await call.SendAsync(request, cancellationToken);
        return AnswerFailures.Of(request, answer) is null
            && AnswerText.TextAt(((FamilyAnswer.Answered)answer).Body, "response|content") is { } text
                ? FamilyOutput.New()
                    .Set("analysis", text)
                    .Set("degraded", true)
                    .Set("degraded_reason", reason)
                    .Set("generated_by", RhetorComponent.Name)
                    .Complete(JsonText.Of(text)) with
                {
                    Usage = ModelUsage.Of(((FamilyAnswer.Answered)answer).Body),
                }
                : null;
    }
}
