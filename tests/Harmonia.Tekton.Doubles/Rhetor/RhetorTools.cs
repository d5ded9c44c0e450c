using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Rhetor;

/// <summary>The MCP endpoints, which answer here and nearly nowhere else.</summary>
/// <param name="speak">The model: prompt and system prompt to text.</param>
internal sealed class RhetorTools(Func<string, string?, string> speak)
{
    private static readonly string[] Names =
    [
        "GetAvailableModels", "SetDefaultModel", "GetModelCapabilities", "TestModelConnection", "GetModelPerformance",
        "ManageModelRotation", "CreatePromptTemplate", "OptimizePrompt", "ValidatePromptSyntax", "GetPromptHistory",
        "AnalyzePromptPerformance", "ManagePromptLibrary", "AnalyzeContextUsage", "OptimizeContextWindow",
        "TrackContextHistory", "CompressContext", "ListAISpecialists", "ActivateAISpecialist",
        "SendMessageToSpecialist", "OrchestrateTeamChat", "GetSpecialistConversationHistory",
        "ConfigureAIOrchestration",
    ];

    public void Map(Router router)
    {
        router.Get("/api/mcp/v2/tools", _ => Answer.Ok(new JsonObject
        {
            ["tools"] = new JsonArray([.. Names.Select(Describe)]),
            ["count"] = Names.Length,
        }));
        router.Post("/api/mcp/v2/process", Process);
    }

    private static JsonObject Describe(string name) => new()
    {
        ["name"] = name,
        ["description"] = $"{name} of Rhetor",
        ["parameters"] = new JsonObject { ["type"] = "object" },
    };

    /// <summary>Errors are reported with a 200.</summary>
    private Answer Process(Call call)
    {
        var fields = call.Read(
            Field.Required("tool_name"),
            Field.Required("arguments", Kind.Object),
            Field.Optional("context", Kind.Object));
        var (name, arguments) = (fields.Text("tool_name"), fields.Object("arguments"));
        return Answer.Ok(Names.Contains(name)
            ? new JsonObject { ["status"] = "success", ["result"] = Run(name, arguments), ["error"] = null }
            : new JsonObject
            {
                ["status"] = "error",
                ["result"] = null,
                ["error"] = $"Tool {name} not found or has no implementation",
            });
    }

    private JsonObject Run(string name, JsonObject arguments)
    {
        var result = new JsonObject { ["success"] = true, ["tool"] = name, ["arguments"] = arguments.DeepClone() };
        if (name == "SendMessageToSpecialist")
        {
            result["response"] = speak(arguments["message"]?.ToString() ?? "", null);
        }

        return result;
    }
}
