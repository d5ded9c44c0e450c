using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Tests.Expressions;

/// <summary>A scope whose names are the members of a JSON object, beside lazy ones.</summary>
internal sealed class JsonScope(string json, params (string Name, IScopeObject Value)[] lazy) : IExpressionScope
{
    /// <summary>The scope that docs/expressions.md shows.</summary>
    public const string Documented = """
        {
          "input": {
            "name": "Ada", "amount": 120, "items": [3, 1, 2],
            "people": [{ "name": "Bo", "age": 30 }, { "name": "Al", "age": 20 }],
            "at": "2026-03-01T12:30:00Z", "big": 12345678901234567890.10, "numeric": "10", "empty": null
          }
        }
        """;

    private readonly JsonElement _root = JsonElement.Parse(json);

    public DateTimeOffset Now { get; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public IEnumerable<string> Names =>
        _root.EnumerateObject().Select(member => member.Name).Concat(lazy.Select(l => l.Name));

    public bool TryGet(string name, out ScopeValue value)
    {
        foreach (var (known, member) in lazy)
        {
            if (known == name)
            {
                value = ScopeValue.Of(member);
                return true;
            }
        }

        var found = _root.TryGetProperty(name, out var json);
        value = ScopeValue.Of(json);
        return found;
    }

    public Guid DeriveId(int ordinal) => new(ordinal, 0, 0, new byte[8]);
}

/// <summary>A lazy object that counts what it is asked for.</summary>
internal sealed class LazyObject(params (string Name, ScopeValue Value)[] members) : IScopeObject
{
    public int Asked { get; private set; }

    public IEnumerable<string> Names => members.Select(member => member.Name);

    public bool TryGet(string name, out ScopeValue value)
    {
        Asked++;
        foreach (var (known, member) in members)
        {
            if (known == name)
            {
                value = member;
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>A lazy object that holds itself.</summary>
internal sealed class EndlessObject : IScopeObject
{
    public IEnumerable<string> Names => ["self"];

    public bool TryGet(string name, out ScopeValue value)
    {
        value = ScopeValue.Of(this);
        return name == "self";
    }
}
