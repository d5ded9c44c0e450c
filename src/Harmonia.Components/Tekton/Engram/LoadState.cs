using System.Text;
using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Looks for the latest state that <see cref="SaveState"/> kept of an execution.</summary>
/// <remarks>By the id of its memory it is recalled for certain; a search may overlook it.</remarks>
internal sealed class LoadState : IFamilyAction
{
    private const int MaxFound = 100;

    public IReadOnlyList<string> Names { get; } = ["load_state"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var memory = call.Input.Text(["memory_id", "id"]);
        var execution = call.Input.Text("execution_id") ?? $"{call.Task.ExecutionId}";
        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var request = memory is not null ? RetrieveMemory.Recall(memory, "harmonia") : Search(execution);
        var answer = await call.SendAsync(request, cancellationToken);
        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        JsonElement? state = memory is not null
            ? StateOf(AnswerText.At(body, "memory"), null)
            : AnswerText.At(body, "results") is { ValueKind: JsonValueKind.Array } found
                ? found.EnumerateArray()
                    .OrderByDescending(item => AnswerText.TextAt(item, "timestamp") ?? "", StringComparer.Ordinal)
                    .Select(item => StateOf(item, execution))
                    .FirstOrDefault(kept => kept is not null)
                : null;
        return FamilyOutput.New()
            .Set("execution_id", execution)
            .Set("found", state is not null)
            .Set("state", state ?? JsonText.Null)
            .Complete(state ?? JsonText.Null);
    }

    private static FamilyRequest Search(string execution) => FamilyRequest.Post(
        EngramComponent.Name,
        "/api/esr/search",
        ("query", JsonText.Of(execution)),
        ("ci_id", JsonText.Of("harmonia")),
        ("limit", JsonText.Of(MaxFound)),
        ("min_confidence", JsonText.Of(0)));

    private static JsonElement? StateOf(JsonElement? memory, string? execution)
    {
        if (memory is not { } found || AnswerText.TextAt(found, "content") is not { } content
            || ForeignJson.Parse(Encoding.UTF8.GetBytes(content)) is not { } kept
            || (execution is not null && AnswerText.TextAt(kept, "execution_id") != execution))
        {
            return null;
        }

        return AnswerText.At(kept, "state");
    }
}
