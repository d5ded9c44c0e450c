using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Has an agent do something. The documents' <c>process_…</c> actions mean nothing to Ergon; with an agent's id they
/// are done by that agent.
/// </summary>
internal sealed class RunAgent(string name, bool needsAgent) : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = [name];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var agent = call.Input.Text(["agent_id", "agent"], required: needsAgent);
        if (agent is null && !needsAgent)
        {
            return new TaskOutcome.Failed(new(
                FailureCodes.ActionNotFound,
                $"Ergon has no action \"{name}\", and nothing says what it would do. Give an agent_id to have an agent "
                    + "do it, or register a component of your own under this name.",
                Retryable: false));
        }

        var content = call.Input.Value("content", "message", "prompt", "input");
        var text = content is { } given ? CallInput.AsText(given) : Describe(call);
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = FamilyRequest.Post(
            ErgonComponent.Name,
            $"/api/v1/agents/{Uri.EscapeDataString(agent!)}/run",
            ("content", text),
            ("stream", JsonText.Write(writer => writer.WriteBooleanValue(false))));
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        return FamilyOutput.Of(body).Complete(AnswerText.At(body, "content") ?? body);
    }

    /// <summary>Without a message of its own, what the task says is the message.</summary>
    private System.Text.Json.JsonElement Describe(FamilyCall call)
    {
        var rest = call.Input.Rest().ToList();
        return JsonText.Of($"{name}: " + JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (field, value) in rest)
            {
                writer.WritePropertyName(field);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }).GetRawText());
    }
}
