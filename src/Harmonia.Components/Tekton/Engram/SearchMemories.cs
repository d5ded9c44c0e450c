using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Searches memories by ESR.</summary>
/// <remarks>
/// The thought type is looked at here: ESR compares it with another spelling of its own, and so would find nothing.
/// </remarks>
internal sealed class SearchMemories : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["search_memories", "search_memory", "recall"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var query = input.Any(["query", "text"], required: true);
        var (space, limit) = (input.Value("namespace"), input.Value("limit"));
        var type = input.Text(["thought_type", "type"]);
        var request = FamilyRequest.Post(
            EngramComponent.Name,
            "/api/esr/search",
            ("query", query),
            ("ci_id", input.Value("ci_id") ?? space ?? JsonText.Of("harmonia")),
            ("limit", limit),
            ("min_confidence", input.Value("min_confidence")));
        input.RefuseRest();
        if (input.IsWrong)
        {
            return call.WrongInput();
        }

        var answer = await call.SendAsync(request, cancellationToken);
        if (EngramDefects.LacksEsr(answer))
        {
            request = FamilyRequest.Post(
                EngramComponent.Name, "/api/v1/search", ("query", query), ("namespace", space), ("limit", limit));
            answer = await call.SendAsync(request, cancellationToken);
        }

        return AnswerFailures.Of(request, answer, EngramDefects.Search)
            ?? Found(((FamilyAnswer.Answered)answer).Body, type);
    }

    private static TaskOutcome Found(JsonElement body, string? type)
    {
        var found = AnswerText.At(body, "results") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().ToList()
            : [];
        var kept = type is null ? found : found.FindAll(memory => IsOfType(memory, type));
        var results = JsonText.List(kept);
        return FamilyOutput.Of(body)
            .Set("results", results)
            .Set("count", kept.Count)
            .Complete(results);
    }

    private static bool IsOfType(JsonElement memory, string type) =>
        string.Equals(AnswerText.TextAt(memory, "thought_type|type"), type, StringComparison.OrdinalIgnoreCase);
}
