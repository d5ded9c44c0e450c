using System.Collections.Frozen;

namespace Harmonia.Core.Definitions;

/// <summary>The built-in component <c>harmonia</c>.</summary>
public static class HarmoniaActions
{
    public const string Component = "harmonia";

    /// <summary>Its actions. All but <c>log</c> are computed by the core and never leave it.</summary>
    public static FrozenSet<string> Names { get; } =
        new[] { "noop", "echo", "fail", "transform", "sleep", "log" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The component of the documents whose one action waits for a signal.</summary>
    public const string Listener = "event_listener";

    /// <summary>That action.</summary>
    public const string Listen = "listen";

    internal static TaskKind KindOf(string component, string action) => component != Component
        ? (component, action) is (Listener, Listen) ? TaskKind.Event : TaskKind.Call
        : action switch
        {
            "noop" => TaskKind.Noop,
            "echo" => TaskKind.Echo,
            "fail" => TaskKind.Fail,
            "transform" => TaskKind.Transform,
            "sleep" => TaskKind.Sleep,
            _ => TaskKind.Call,
        };
}
