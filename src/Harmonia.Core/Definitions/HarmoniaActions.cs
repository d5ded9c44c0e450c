using System.Collections.Frozen;

namespace Harmonia.Core.Definitions;

/// <summary>The built-in component <c>harmonia</c>.</summary>
public static class HarmoniaActions
{
    public const string Component = "harmonia";

    /// <summary>The built-in component <c>state_manager</c>, which sets what <c>state</c> shows.</summary>
    public const string StateComponent = "state_manager";

    /// <summary>Its one action, which the core computes.</summary>
    public const string UpdateState = "update";

    /// <summary>Its actions. All but <c>log</c> are computed by the core and never leave it.</summary>
    public static FrozenSet<string> Names { get; } =
        new[] { "noop", "echo", "fail", "transform", "sleep", "log" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The component of the documents whose one action waits for a signal.</summary>
    public const string Listener = "event_listener";

    /// <summary>That action.</summary>
    public const string Listen = "listen";

    internal static TaskKind KindOf(string component, string action) => (component, action) switch
    {
        (Component, "noop") => TaskKind.Noop,
        (Component, "echo") => TaskKind.Echo,
        (Component, "fail") => TaskKind.Fail,
        (Component, "transform") => TaskKind.Transform,
        (Component, "sleep") => TaskKind.Sleep,
        (ChildActions.Component, ChildActions.Execute) => TaskKind.Child,
        (Listener, Listen) => TaskKind.Event,
        (StateComponent, UpdateState) => TaskKind.SetState,
        _ => TaskKind.Call,
    };
}
