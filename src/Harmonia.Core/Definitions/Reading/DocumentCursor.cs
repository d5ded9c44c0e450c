using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>
/// Where a reader stands in a document: keeps the path, finds duplicate keys and depth, notes positions.
/// </summary>
internal sealed class DocumentCursor(DocumentLimits limits, ICollection<Finding> findings)
{
    private const int MaxFindings = 100;

    private readonly Stack<Container> _containers = new();
    private int _reported;

    public PositionMap Positions { get; } = new();

    public bool HasFailed => _reported > 0;

    public int Depth => _containers.Count;

    public bool ExpectsKey => _containers.TryPeek(out var parent) && parent is { IsList: false, Key: null };

    /// <summary>Where the last key of the object that is read now stands.</summary>
    public SourcePosition KeyPosition => _containers.Peek().KeyPosition;

    /// <summary>The pointer of the value that is read now, or of the object whose key is read now.</summary>
    public string Pointer
    {
        get
        {
            var pointer = "";
            foreach (var container in _containers.Reverse())
            {
                pointer = container switch
                {
                    { IsList: true } => JsonPointer.Append(pointer, container.Count),
                    { Key: { } key } => JsonPointer.Append(pointer, key),
                    _ => pointer,
                };
            }

            return pointer;
        }
    }

    /// <returns><see langword="false"/> when this is one level too many.</returns>
    public bool TryOpen(bool isList, SourcePosition position)
    {
        if (_containers.Count >= limits.MaxDepth)
        {
            Report(
                FindingCodes.TooDeep,
                $"Objects and lists are nested deeper than {limits.MaxDepth} levels here. Flatten the document.",
                position);
            return false;
        }

        var node = Positions.Open(PlaceOf(position));
        _containers.Push(new Container(isList, node));
        return true;
    }

    public void Close()
    {
        Positions.Close(_containers.Pop().Node);
        Passed();
    }

    public void Key(string name, SourcePosition position)
    {
        var container = _containers.Peek();
        (container.Key, container.KeyPosition) = (name, position);
        container.Keys ??= new HashSet<string>(StringComparer.Ordinal);
        if (!container.Keys.Add(name))
        {
            Report(
                FindingCodes.DuplicateKey,
                $"The key '{Shown.Text(name)}' is there twice in one object. Remove or rename one of the two.",
                position);
        }
    }

    public void Value(SourcePosition position)
    {
        Positions.Open(PlaceOf(position));
        Passed();
    }

    /// <summary>Passes a value that stands elsewhere already: an alias of it.</summary>
    public void Repeat(int node, SourcePosition position)
    {
        Positions.Repeat(node, PlaceOf(position));
        Passed();
    }

    public void Report(string code, string message, SourcePosition position)
    {
        _reported++;
        if (_reported <= MaxFindings)
        {
            findings.Add(new Finding(code, Pointer, message) { Position = position });
        }
    }

    private SourcePosition PlaceOf(SourcePosition value) =>
        _containers.TryPeek(out var parent) && !parent.IsList ? parent.KeyPosition : value;

    private void Passed()
    {
        if (_containers.TryPeek(out var parent))
        {
            parent.Count++;
            parent.Key = null;
        }
    }

    private sealed class Container(bool isList, int node)
    {
        public bool IsList { get; } = isList;

        public int Node { get; } = node;

        public int Count { get; set; }

        public string? Key { get; set; }

        public SourcePosition KeyPosition { get; set; }

        public HashSet<string>? Keys { get; set; }
    }
}
