using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>The results of an execution, and whether all of its steps succeeded.</summary>
internal sealed class GetResults : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["get_results"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var path = PathTemplate.Render("/api/v1/executions/{execution_id|id}/results", call.Input);
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = FamilyRequest.Get(SynthesisComponent.Name, path);
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        var ended = new SynthesisEnd.Ended(
            AnswerText.TextAt(body, "data.execution_id") ?? "",
            AnswerText.TextAt(body, "data.status") ?? "unknown",
            AnswerText.At(body, "data.results") is { ValueKind: JsonValueKind.Array } list ? list : JsonText.List([]));
        return ended.Describe().Complete(ended.Results);
    }
}
