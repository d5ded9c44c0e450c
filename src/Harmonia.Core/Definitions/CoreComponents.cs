using System.Collections.Frozen;

namespace Harmonia.Core.Definitions;

/// <summary>The components that are there wherever the core is, as it does their tasks itself.</summary>
public static class CoreComponents
{
    /// <summary>Their actions, by the name of the component.</summary>
    public static FrozenDictionary<string, ComponentActions> All { get; } = new Dictionary<string, ComponentActions>
    {
        [HarmoniaActions.Component] = new(BuiltIn: true, HarmoniaActions.Names),
        [ChildActions.Component] = new(BuiltIn: true, [ChildActions.Execute]),
        [HarmoniaActions.StateComponent] = new(BuiltIn: true, [HarmoniaActions.UpdateState]),
        [HarmoniaActions.Listener] = new(BuiltIn: true, [HarmoniaActions.Listen]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether an action is a step of an execution, so that nobody can be called for it.</summary>
    public static bool Does(string component, string action) =>
        HarmoniaActions.KindOf(component, action) != TaskKind.Call;
}
