namespace Harmonia.Core.Definitions.Reading;

/// <summary>What anchors stand for: the JSON that was written for them, to be written again.</summary>
internal sealed class YamlAnchors
{
    private readonly Dictionary<string, YamlAnchor?> _known = new(StringComparer.Ordinal);

    /// <summary>An anchor whose value is being read: an alias to it from inside would never end.</summary>
    public void Begin(string name) => _known[name] = null;

    public void Complete(string name, YamlAnchor anchor) => _known[name] = anchor;

    /// <returns>Whether there is such an anchor; <paramref name="anchor"/> is <see langword="null"/> while it
    /// is being read.</returns>
    public bool TryFind(string name, out YamlAnchor? anchor) => _known.TryGetValue(name, out anchor);
}

/// <param name="Node">Its value among the positions.</param>
/// <param name="Start">Where its JSON starts.</param>
/// <param name="Length">Bytes of its JSON.</param>
internal sealed record YamlAnchor(int Node, int Start, int Length);
