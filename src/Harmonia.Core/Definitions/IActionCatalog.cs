using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions;

/// <summary>What is known of components when a definition is checked. A snapshot: pure for one check.</summary>
public interface IActionCatalog
{
    /// <summary>All names known now, for suggestions.</summary>
    IEnumerable<string> Components { get; }

    /// <returns>The actions of a component; <see langword="null"/> when the component is unknown now.</returns>
    ComponentActions? Find(string component);
}

/// <summary>The actions of a component.</summary>
/// <param name="BuiltIn">Whether the component is part of this release, so that an unknown action can only be a
/// mistake.</param>
/// <param name="Names">Its actions.</param>
public sealed record ComponentActions(bool BuiltIn, IReadOnlyCollection<string> Names)
{
    /// <summary>Whether it has an action: one of the names, unless it may have others.</summary>
    public Func<string, bool> Takes { get; init; } = Names.Contains;

    /// <summary>What an action takes; <see langword="null"/> where nothing is known of that.</summary>
    public Func<string, JsonSchema?> InputOf { get; init; } = static _ => null;
}
