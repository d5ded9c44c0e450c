using System.Collections.Frozen;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>A component of the family, and how its actions are called.</summary>
internal sealed class FamilyComponent
{
    private readonly FrozenDictionary<string, IFamilyAction> _actions;

    public FamilyComponent(string name, params IEnumerable<IFamilyAction> actions)
    {
        Name = name;
        _actions = actions
            .SelectMany(action => action.Names.Select(alias => (alias, action)))
            .ToDictionary(pair => pair.alias, pair => pair.action, StringComparer.Ordinal)
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>Where its MCP tools are called, if anywhere.</summary>
    public string McpPath { get; init; } = "/api/mcp/v2/process";

    public IReadOnlyCollection<string> Actions => _actions.Keys;

    public IFamilyAction? Find(string action) => _actions.GetValueOrDefault(action);
}
