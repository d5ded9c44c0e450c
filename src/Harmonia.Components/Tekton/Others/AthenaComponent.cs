using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Athena, the family's knowledge graph. Slashes at the end of its paths matter.</summary>
internal static class AthenaComponent
{
    public const string Name = "athena";

    public static FamilyComponent Create() => new(
        Name,
        new RestAction(
            "create_entity", "POST", "/api/v1/entities/",
            Field.Need("name"),
            Field.Need("entity_type", "type"),
            Field.May("properties", "data"))
        {
            Result = "entity_id",
        },
        new RestAction("get_entity", "GET", "/api/v1/entities/{entity_id|id}"),
        new UpdateEntity(),
        new RestAction("delete_entity", "DELETE", "/api/v1/entities/{entity_id|id}"),
        new RestAction("search_entities", "GET", "/api/v1/entities/", Field.Need("query", "name")),
        new RestAction(
            "create_relationship", "POST", "/api/v1/knowledge/relationships",
            Field.Need("source_id", "source", "from"),
            Field.Need("target_id", "target", "to"),
            Field.Need("relationship_type", "type"),
            Field.May("properties", "data"))
        {
            Result = "relationship_id|id",
        },
        new RestAction(
            "query_knowledge", "POST", "/api/v1/query/",
            Field.Need("question", "query"),
            Field.May("mode"),
            Field.May("max_results", "limit"))
        {
            Result = "answer",
        },
        new RestAction(
            "extract_entities", "POST", "/api/v1/llm/knowledge/extract_entities",
            Field.Need("text", "content"))
        {
            Result = "entities",
        },
        new RestAction("get_stats", "GET", "/api/v1/knowledge/stats"))
    {
        McpPath = "/mcp/process",
    };
}
