using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>Engram, the family's memory. What works of it is its experience-state-recall service (ESR).</summary>
internal static class EngramComponent
{
    public const string Name = "engram";

    /// <summary>Whose memories they are when nobody says.</summary>
    public const string OwnIdentity = "\"harmonia\"";

    private const string Demo = "Engram answers with demonstration data here, whatever it has stored.";

    public static FamilyComponent Create() => new(
        Name,
        new StoreMemory(["store_memory"], "MEMORY", "content", "text", "memory", "data"),
        new StoreMemory(["store_results"], "MEMORY", "results", "result", "content"),
        new RetrieveMemory(),
        new SearchMemories(),
        new UpdateMemory(),
        new BuildContext(),
        new SaveState(),
        new LoadState(),
        new RestAction(
            "associate", "POST", "/api/esr/associate",
            Field.Need("from_memory", "from"),
            Field.Need("to_memory", "to"),
            Field.May("association_type", "type").Or("\"related\""),
            Field.May("strength"),
            Field.May("ci_id", "namespace").Or(OwnIdentity))
        {
            Result = "association_id",
        },
        new RestAction("delete_memory", "DELETE", "/api/v1/memory/{memory_id|id}", Field.May("namespace"))
        {
            IsPlaceholder = static _ => true,
            Placeholder = "Engram says that the memory is deleted, and deletes nothing.",
        },
        new RestAction("browse", "GET", "/api/v1/memory/browse")
        {
            Aliases = ["browse_memories"],
            IsPlaceholder = static _ => true,
            Placeholder = Demo,
        },
        new RestAction("insights", "GET", "/api/v1/memory/insights")
        {
            Aliases = ["get_insights"],
            IsPlaceholder = static _ => true,
            Placeholder = Demo,
        },
        new RestAction("reflect", "POST", "/api/esr/reflect", Field.May("ci_id", "namespace").Or(OwnIdentity)),
        new RestAction("metabolism_status", "GET", "/api/esr/metabolism/status"),
        new RestAction("list_namespaces", "GET", "/api/esr/namespaces") { Result = "namespaces" },
        new RestAction("get_status", "GET", "/api/esr/status"));
}
