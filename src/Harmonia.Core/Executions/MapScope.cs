using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary>What the <c>complete_when</c> of a map sees: how far it is, beside everything else.</summary>
internal sealed class MapScope(IExpressionScope outer, MapItems items) : IExpressionScope
{
    public DateTimeOffset Now => outer.Now;

    public IEnumerable<string> Names => [.. ScopeNames.OfMap, .. outer.Names];

    public bool TryGet(string name, out ScopeValue value)
    {
        JsonElement? own = name switch
        {
            ScopeNames.Completed => JsonText.Of(items.Completed),
            ScopeNames.Failed => JsonText.Of(items.Failed),
            ScopeNames.Total => JsonText.Of(items.Total),
            ScopeNames.Outputs => items.Outputs(),
            _ => null,
        };
        if (own is not { } json)
        {
            return outer.TryGet(name, out value);
        }

        value = ScopeValue.Of(json);
        return true;
    }

    public Guid DeriveId(int ordinal) => outer.DeriveId(ordinal);
}
