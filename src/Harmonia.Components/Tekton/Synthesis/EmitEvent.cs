using System.Text;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>Tells everybody who listens to Synthesis of an event.</summary>
internal sealed class EmitEvent : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["emit_event"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var type = call.Input.Any(["event_type", "type", "event"], required: true) ?? JsonText.Null;
        var data = call.Input.Value("data", "payload") ?? JsonText.EmptyObject;
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var path = new StringBuilder("/api/v1/events");
        FamilyRequest.AddQuery(path, "event_type", type);
        var request = FamilyRequest.Post(SynthesisComponent.Name, path.ToString(), data);
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        var id = AnswerText.At(body, "data.event_id");
        return FamilyOutput.Of(body).Add("event_id", id).Complete(id ?? body);
    }
}
