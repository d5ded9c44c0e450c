using System.Collections.Frozen;

namespace Harmonia.Components.Tekton.Calling.Generic;

/// <summary>The actions that every component of the family has, so that nothing of it is out of reach.</summary>
internal static class GenericActions
{
    public static IReadOnlyList<IFamilyAction> All { get; } =
    [
        new RawRequest(),
        new McpTool(),
        new RestAction("health_check", "GET", "/health"),
        new WorkflowMessage(),
    ];

    private static readonly FrozenDictionary<string, IFamilyAction> ByName = All
        .SelectMany(action => action.Names.Select(name => KeyValuePair.Create(name, action)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static IFamilyAction? Find(string action) => ByName.GetValueOrDefault(action);
}
