using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling.Generic;

/// <summary><c>workflow_message</c>: the family's "look for work" message.</summary>
internal sealed class WorkflowMessage : IFamilyAction
{
    private static readonly KnownDefect NoRoute = KnownDefect.Unmounted(
        "This component has no /workflow route, so it takes no workflow messages.");

    public IReadOnlyList<string> Names { get; } = ["workflow_message"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var purpose = call.Input.Any(["purpose"], required: true);
        var payload = call.Input.Value("payload") ?? JsonText.EmptyObject;
        var dest = call.Input.Text("dest") ?? call.Component.Name;
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = FamilyRequest.Post(
            call.Component.Name,
            "/workflow",
            ("purpose", purpose),
            ("dest", JsonText.Of(dest)),
            ("payload", payload));
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer, NoRoute) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        return AnswerText.TextAt(body, "status") is "not_implemented"
            ? AnswerFailures.ComponentError(
                $"{call.Component.Name} does nothing with messages of this purpose: it answers \"not_implemented\" "
                    + "with a status of success.",
                body)
            : FamilyOutput.Of(body).Complete(AnswerText.At(body, "work_items"));
    }
}
