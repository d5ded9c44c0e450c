using System.Text;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Recalls one memory by its id.</summary>
internal sealed class RetrieveMemory : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["retrieve_memory", "recall_memory", "get_memory"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.Text(["memory_id", "id"], required: true) ?? "";
        var owner = call.Input.Value("ci_id", "namespace");
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = Recall(id, owner is { } name ? CallInput.AsText(name).GetString()! : "harmonia");
        var answer = await call.SendAsync(request, cancellationToken);
        if (!EngramDefects.LacksEsr(answer))
        {
            return AnswerFailures.Of(request, answer) ?? Recalled(answer);
        }

        var older = new StringBuilder($"/api/v1/memory/{Uri.EscapeDataString(id)}");
        if (owner is { } space)
        {
            FamilyRequest.AddQuery(older, "namespace", space);
        }

        request = FamilyRequest.Get(EngramComponent.Name, older.ToString());
        answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        return id is "1" or "2"
            ? FamilyOutput.Of(body).AsPlaceholder(
                "Engram answers with demonstration data for the ids 1 and 2, and knows no others here.").Complete()
            : FamilyOutput.Of(body).Complete(body);
    }

    public static FamilyRequest Recall(string id, string owner) => FamilyRequest.Get(
        EngramComponent.Name,
        $"/api/esr/recall/{Uri.EscapeDataString(id)}?ci_id={Uri.EscapeDataString(owner)}");

    private static TaskOutcome Recalled(FamilyAnswer answer)
    {
        var body = ((FamilyAnswer.Answered)answer).Body;
        var memory = AnswerText.At(body, "memory") ?? JsonText.Null;
        return FamilyOutput.Of(body)
            .Add("content", AnswerText.At(memory, "content"))
            .Add("value", AnswerText.At(memory, "context.value"))
            .Complete(memory);
    }
}
