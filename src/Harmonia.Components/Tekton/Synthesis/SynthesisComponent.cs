using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>Synthesis, which carries out plans of steps.</summary>
internal static class SynthesisComponent
{
    public const string Name = "synthesis";

    public static FamilyComponent Create() => new(
        Name,
        new ExecutePlan(),
        new RunStep(["execute_command", "run_command"], CommandStep.Read),
        new RunStep(["call_api", "integrate"], ApiStep.Read),
        new RunStep(["notify"], NotifyStep.Read),
        new GetResults(),
        new RestAction("get_execution", "GET", "/api/v1/executions/{execution_id|id}") { Result = "data" },
        new RestAction("cancel_execution", "POST", "/api/v1/executions/{execution_id|id}/cancel"),
        new RestAction(
            "list_executions", "GET", "/api/v1/executions", Field.May("status"), Field.May("limit"))
        {
            Result = "data.executions",
        },
        new EmitEvent(),
        new RestAction(
            "list_events", "GET", "/api/v1/events", Field.May("event_type"), Field.May("limit"))
        {
            Result = "data.events",
        },
        new RestAction("list_functions", "GET", "/api/v1/functions"),
        new RestAction("get_metrics", "GET", "/api/v1/metrics"),
        new RestAction(
            "execute_workflow", "POST", "/api/mcp/v2/execute-synthesis-workflow",
            Field.Need("workflow_name", "workflow").InQuery())
        {
            IsPlaceholder = static _ => true,
            Placeholder = "Synthesis runs none of its named workflows: it answers with made-up results.",
        },
        new ExportWorkflow());

    /// <summary>Whether a model is to do a step: Synthesis has none, and says that it needs one.</summary>
    public static bool HasModelStep(JsonElement plan) =>
        AnswerText.At(plan, "steps") is { ValueKind: JsonValueKind.Array } steps
        && steps.EnumerateArray().Any(step => AnswerText.TextAt(step, "type") is "llm");

    public static JsonElement Plan(string name, JsonElement step) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteStartArray("steps");
        step.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
