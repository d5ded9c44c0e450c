using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>Things of one kind by id, in the order in which they came.</summary>
/// <param name="kind">For messages, such as <c>Entity</c>.</param>
internal sealed class Shelf(string kind)
{
    private const int MaxItems = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _items.Count;
            }
        }
    }

    public JsonArray All(Func<JsonObject, bool>? match = null)
    {
        lock (_lock)
        {
            return JsonText.Copies(_items.Values.Where(match ?? (_ => true)));
        }
    }

    public bool Has(string id)
    {
        lock (_lock)
        {
            return _items.ContainsKey(id);
        }
    }

    public JsonObject Put(string id, JsonObject item)
    {
        lock (_lock)
        {
            if (_items.Count == MaxItems && !_items.ContainsKey(id))
            {
                throw RefusedException.Because(StatusCodes.Status500InternalServerError, "The double is full");
            }

            _items[id] = item;
            return (JsonObject)item.DeepClone();
        }
    }

    /// <summary>A copy, or a 404.</summary>
    public JsonObject Get(string id)
    {
        lock (_lock)
        {
            return _items.TryGetValue(id, out var item) ? (JsonObject)item.DeepClone() : throw NotFound(id);
        }
    }

    /// <summary>Replaces the members that are given; a 404 when there is nothing to change.</summary>
    public JsonObject Change(string id, JsonObject members)
    {
        lock (_lock)
        {
            if (!_items.TryGetValue(id, out var item))
            {
                throw NotFound(id);
            }

            foreach (var (name, value) in members)
            {
                item[name] = value?.DeepClone();
            }

            return (JsonObject)item.DeepClone();
        }
    }

    public void Remove(string id)
    {
        lock (_lock)
        {
            if (!_items.Remove(id))
            {
                throw NotFound(id);
            }
        }
    }

    private RefusedException NotFound(string id) =>
        RefusedException.Because(StatusCodes.Status404NotFound, $"{kind} {id} not found");
}
