namespace Harmonia.Core.Schemas.Evaluation;

/// <summary>The members and items of one value that some keyword has looked at, for <c>unevaluated…</c>.</summary>
internal sealed class EvaluatedParts
{
    private HashSet<string>? _names;
    private HashSet<int>? _items;
    private bool _allNames;
    private int _firstItems;

    public void AddName(string name) => (_names ??= new(StringComparer.Ordinal)).Add(name);

    public void AddAllNames() => _allNames = true;

    public void AddItem(int index) => (_items ??= []).Add(index);

    public void AddFirstItems(int count) => _firstItems = Math.Max(_firstItems, count);

    public bool HasName(string name) => _allNames || (_names is not null && _names.Contains(name));

    public bool HasItem(int index) => index < _firstItems || (_items is not null && _items.Contains(index));

    public void Add(EvaluatedParts other)
    {
        _allNames |= other._allNames;
        _firstItems = Math.Max(_firstItems, other._firstItems);
        if (other._names is not null)
        {
            (_names ??= new(StringComparer.Ordinal)).UnionWith(other._names);
        }

        if (other._items is not null)
        {
            (_items ??= []).UnionWith(other._items);
        }
    }
}
