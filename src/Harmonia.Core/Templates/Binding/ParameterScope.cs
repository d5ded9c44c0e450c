using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Templates.Binding;

/// <summary>What an expression sees that is computed while a template is filled in: parameters, and nothing else.
/// </summary>
internal sealed class ParameterScope(JsonElement values) : IExpressionScope
{
    /// <summary>The spellings of the namespace.</summary>
    public static readonly string[] Roots = ["param", "params", "parameters"];

    public IEnumerable<string> Names => Roots;

    /// <summary>Whether the clock or an id was asked for: these belong to the execution, so nothing computed holds.
    /// </summary>
    public bool AskedForMore { get; private set; }

    public DateTimeOffset Now
    {
        get
        {
            AskedForMore = true;
            return DateTimeOffset.UnixEpoch;
        }
    }

    public static bool IsParameter(Reference reference) => Roots.Contains(reference.Segments[0]);

    public bool TryGet(string name, out ScopeValue value)
    {
        value = Roots.Contains(name) ? ScopeValue.Of(values) : default;
        return value.Json.ValueKind != JsonValueKind.Undefined;
    }

    public Guid DeriveId(int ordinal)
    {
        AskedForMore = true;
        return default;
    }
}
