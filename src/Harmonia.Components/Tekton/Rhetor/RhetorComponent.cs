using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Rhetor, the family's language models.</summary>
internal static class RhetorComponent
{
    public const string Name = "rhetor";

    public static FamilyComponent Create() => new(
        Name,
        new Generate(["generate_text"], new PlainPrompt()),
        new GenerateContent(),
        new Generate(["summarize_text", "summarize"], new SummaryPrompt()),
        new Generate(["analyze_sentiment"], new SentimentPrompt()),
        new Generate(["extract_entities"], new EntitiesPrompt()),
        new Chat(),
        new RestAction(
            "ask_specialist", "POST", "/api/v1/ai/specialists/{ai_id|specialist_id|specialist}/message",
            Field.Need("message", "prompt", "question"),
            Field.May("timeout"))
        {
            Merged = "options",
            Result = "response",
        },
        new RestAction(
            "team_chat", "POST", "/api/team-chat",
            Field.Need("message", "prompt"))
        {
            Merged = "options",
            Result = "synthesis|responses",
        },
        new RestAction(
            "render_prompt", "POST", "/api/v1/prompts/render",
            Field.Need("template_name", "template"),
            Field.May("variables", "data"))
        {
            Result = "prompt",
        },
        new RestAction("list_models", "GET", "/api/v1/models") { Aliases = ["get_models"], Result = "models" },
        new RestAction("list_templates", "GET", "/api/v1/templates") { Result = "templates" },
        new RestAction(
            "create_template", "POST", "/api/v1/templates",
            Field.Need("name"),
            Field.Need("content", "template")),
        new RestAction("list_specialists", "GET", "/api/v1/ai/specialists"),
        new RestAction("get_budget_usage", "GET", "/api/v1/budget/usage", Field.May("period"))
        {
            Aliases = ["budget_usage"],
        });
}
