using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Keeps the state of an execution as a memory.</summary>
internal sealed class SaveState : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["save_state"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var state = call.Input.Any(["state", "data"], required: true) ?? JsonText.Null;
        var execution = call.Input.Text("execution_id") ?? $"{call.Task.ExecutionId}";
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var kept = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("execution_id", execution);
            writer.WritePropertyName("state");
            state.WriteTo(writer);
            writer.WriteEndObject();
        });
        var request = new Thought(JsonText.Of(kept.GetRawText()), JsonText.Of("MEMORY"))
        {
            Context = JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("execution_id", execution);
                writer.WriteString("kind", "workflow_state");
                writer.WriteEndObject();
            }),
            Owner = JsonText.Of("harmonia"),
        }.Compose();
        var answer = await call.SendAsync(request, cancellationToken);
        return AnswerFailures.Of(request, answer) ?? StoreMemory.Stored(((FamilyAnswer.Answered)answer).Body);
    }
}
