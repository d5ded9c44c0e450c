using System.Text.Json;

namespace Harmonia.Core.Expressions;

/// <summary>What an expression can see.</summary>
/// <remarks>Read-only and pure: the same scope gives the same answers for as long as one evaluation runs.</remarks>
public interface IExpressionScope
{
    /// <summary>The instant that <c>now()</c> gives: that of the command being decided.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The names at the top, such as <c>input</c> and <c>tasks</c>; used for suggestions only.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Whether members that are not there are <c>null</c>, and not an error.</summary>
    bool MissingIsNull => false;

    bool TryGet(string name, out ScopeValue value);

    /// <summary>
    /// A UUID derived by hash from what is evaluated and <paramref name="ordinal"/>, so that a replay gives the
    /// same.
    /// </summary>
    Guid DeriveId(int ordinal);
}

/// <summary>An object whose members are looked up when they are asked for, such as <c>tasks</c>.</summary>
public interface IScopeObject
{
    /// <summary>Known members, for suggestions, <c>keys()</c> and for turning the whole object into JSON.</summary>
    IEnumerable<string> Names { get; }

    bool TryGet(string name, out ScopeValue value);
}

/// <summary>A value of a scope: JSON, or an object looked up on demand.</summary>
public readonly struct ScopeValue
{
    private ScopeValue(JsonElement json, IScopeObject? lazy) => (Json, Lazy) = (json, lazy);

    /// <summary>The value when <see cref="Lazy"/> is <see langword="null"/>.</summary>
    public JsonElement Json { get; }

    public IScopeObject? Lazy { get; }

    public static ScopeValue Of(JsonElement json) => new(json, null);

    public static ScopeValue Of(IScopeObject lazy) => new(default, lazy);
}
