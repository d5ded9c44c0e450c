using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Realtime;

/// <summary>Which types of events a subscriber wants.</summary>
internal sealed class EventTypes
{
    /// <summary>Of the pieces of texts, which are told and never stored.</summary>
    public const string Text = "task_delta";

    private readonly FrozenSet<string>? _chosen;

    private EventTypes(FrozenSet<string>? chosen) => _chosen = chosen;

    public static EventTypes All { get; } = new(null);

    /// <summary>Every type there is, in the order of the source.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(ExecutionEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(attribute => (string)attribute.TypeDiscriminator!),
        Text,
    ];

    /// <summary>Names separated by commas.</summary>
    /// <returns><see langword="null"/> when <paramref name="unknown"/> is no type.</returns>
    public static EventTypes? Parse(string text, out string? unknown)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        unknown = Array.Find(names, name => !Known.Contains(name));
        return unknown is null ? new EventTypes(names.ToFrozenSet(StringComparer.Ordinal)) : null;
    }

    public bool IncludesText => _chosen is null || _chosen.Contains(Text);

    public bool Contains(ExecutionEvent fact) => _chosen is null || _chosen.Contains(EventNames.Of(fact));
}
