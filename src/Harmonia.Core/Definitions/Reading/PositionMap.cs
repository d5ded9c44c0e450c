using System.Runtime.InteropServices;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>Where each value of a document stands: one small entry per value, parents before their children.</summary>
internal sealed class PositionMap
{
    private readonly List<Node> _nodes = [];

    /// <summary>The value entered last.</summary>
    public int Last => _nodes.Count - 1;

    /// <summary>Enters a value; its children follow until <see cref="Close"/>.</summary>
    public int Open(SourcePosition position)
    {
        _nodes.Add(new Node(position, _nodes.Count + 1));
        return Last;
    }

    public void Close(int node) => CollectionsMarshal.AsSpan(_nodes)[node].End = _nodes.Count;

    /// <summary>How many values a closed node consists of, itself included.</summary>
    public int Size(int node) => _nodes[node].End - node;

    /// <summary>Enters a closed node once more, every value of it at <paramref name="position"/>.</summary>
    public void Repeat(int node, SourcePosition position)
    {
        var shift = _nodes.Count - node;
        var end = _nodes[node].End;
        for (var index = node; index < end; index++)
        {
            _nodes.Add(new Node(position, _nodes[index].End + shift));
        }
    }

    /// <returns>The place of the value at the pointer, or of the nearest parent that is there.</returns>
    public SourcePosition Find(JsonElement root, string pointer)
    {
        var node = 0;
        var value = root;
        foreach (var segment in PointerSegments.Of(pointer))
        {
            var child = value.ValueKind switch
            {
                JsonValueKind.Object => Member(ref value, node, segment),
                JsonValueKind.Array => Item(ref value, node, segment),
                _ => -1,
            };
            if (child < 0)
            {
                break;
            }

            node = child;
        }

        return _nodes[node].Position;
    }

    private int Member(ref JsonElement value, int node, string name)
    {
        var child = node + 1;
        foreach (var property in value.EnumerateObject())
        {
            if (property.NameEquals(name))
            {
                value = property.Value;
                return child;
            }

            child = _nodes[child].End;
        }

        return -1;
    }

    private int Item(ref JsonElement value, int node, string segment)
    {
        if (!int.TryParse(segment, out var index) || index < 0 || index >= value.GetArrayLength())
        {
            return -1;
        }

        var child = node + 1;
        for (var skipped = 0; skipped < index; skipped++)
        {
            child = _nodes[child].End;
        }

        value = value[index];
        return child;
    }

    /// <summary>A value; <see cref="End"/> is the index after its last descendant.</summary>
    private struct Node(SourcePosition position, int end)
    {
        public readonly SourcePosition Position = position;
        public int End = end;
    }
}
