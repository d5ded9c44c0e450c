using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Gathers what is known about a topic.</summary>
internal sealed class BuildContext : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["get_context", "build_context"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var topic = input.Any(["topic", "query"], required: true);
        var limit = input.Value("max_items", "limit");
        var spaces = input.Value("namespaces");
        var request = FamilyRequest.Post(
            EngramComponent.Name,
            "/api/esr/context",
            ("topic", topic),
            ("depth", input.Value("depth")),
            ("max_items", limit),
            ("ci_id", input.Value("ci_id", "namespace") ?? JsonText.Of("harmonia")));
        input.RefuseRest();
        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        var answer = await call.SendAsync(request, cancellationToken);
        if (EngramDefects.LacksEsr(answer))
        {
            request = FamilyRequest.Post(
                EngramComponent.Name, "/api/v1/context", ("query", topic), ("namespaces", spaces), ("limit", limit));
            answer = await call.SendAsync(request, cancellationToken);
        }

        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        return FamilyOutput.Of(body).Complete(AnswerText.At(body, "context"));
    }
}
