using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Components.Tekton.Ergon;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Hermes as a component that tasks call: its databases, its tools and its channels.</summary>
internal static class HermesComponent
{
    public const string Name = "hermes";

    private const string Key = "/api/database/kv/{namespace}/{key}";
    private const string Documents = "/api/database/document/{namespace}/{collection}";
    private const string Cache = "/api/database/cache/{namespace}/{key}";

    public static FamilyComponent Create() => new(
        Name,
        new RestAction("kv_set", "PUT", Key, Field.Need("value"), Field.May("ttl")),
        new RestAction("kv_get", "GET", Key) { Result = "value" },
        new RestAction("kv_delete", "DELETE", Key) { SendsBody = true },
        new RestAction("insert_document", "POST", Documents, Field.Need("document", "data"))
        {
            Result = "document_id",
        },
        new RestAction(
            "find_documents", "POST", Documents + "/find",
            Field.May("query").Or("{}"),
            Field.May("limit").Or("100"))
        {
            Result = "documents",
        },
        new RestAction("update_documents", "PUT", Documents, Field.Need("query"), Field.Need("update"))
        {
            Result = "count",
        },
        new RestAction("cache_set", "PUT", Cache, Field.Need("value"), Field.May("ttl").Or("3600")),
        new RestAction("cache_get", "GET", Cache) { Result = "value" },
        new RestAction("list_components", "GET", "/api/components", Field.May("capability")) { Result = "components" },
        new RestAction("list_tools", "GET", "/api/mcp/v2/tools"),
        new RestAction(
            "execute_tool", "POST", "/api/mcp/v2/tools/{tool_id|tool}/execute",
            Field.May("parameters", "arguments").Or("{}"),
            Field.May("context").Or("{}"))
        {
            Aliases = ["mcp_tool"],
            Result = "result",
            IsPlaceholder = IsSentenceOnly,
            Placeholder = "Hermes does not call the tool: it only says that it would.",
        },
        new Publish());

    /// <summary>For tools of others Hermes answers with a sentence that says what would be done.</summary>
    private static bool IsSentenceOnly(JsonElement body) => AnswerText.At(body, "result") is { } result
        && result.GetRawText().Contains("would be executed", StringComparison.Ordinal);

    /// <summary>A message on a channel. Whoever listens gets it; nobody may.</summary>
    private sealed class Publish : IFamilyAction
    {
        public IReadOnlyList<string> Names { get; } = ["publish_message", "publish"];

        public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
        {
            var channel = call.Input.Text(["channel", "topic"], required: true) ?? "";
            var message = call.Input.Any(["message", "data", "payload"], required: true) ?? JsonText.Null;
            call.Input.RefuseRest();
            if (call.Input.IsWrong)
            {
                return call.WrongInput();
            }

            var wasDelivered = await HermesTasks.PublishAsync(call, channel, message, cancellationToken);
            return call.Missed is not null
                ? new TaskOutcome.Unavailable($"{Name} could not be reached.")
                : !wasDelivered
                    ? AnswerFailures.ComponentError(
                        "Hermes did not take the message: its A2A service wants a token that nobody has, unless "
                            + "TEKTON_A2A_ENABLE_SECURITY=false is set there.")
                    : FamilyOutput.New().Set("channel", channel).Set("delivered", true).Complete(message);
        }
    }
}
