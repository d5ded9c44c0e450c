using System.Text.Json.Nodes;

namespace Harmonia.Tekton.Doubles.Engram;

/// <summary>Thoughts by their owner and id.</summary>
internal sealed class Thoughts
{
    private const int MaxThoughts = 10_000;
    private const int IdLength = 16;

    private static readonly string[] Types =
    [
        "idea", "memory", "fact", "opinion", "question", "answer", "plan", "reflection", "feeling", "observation",
    ];

    private readonly Lock _lock = new();
    private readonly List<(string Owner, string Id, JsonObject Thought)> _all = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _all.Count;
            }
        }
    }

    public IReadOnlyList<string> Owners
    {
        get
        {
            lock (_lock)
            {
                return [.. _all.Select(one => one.Owner).Distinct().Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>A word that is no type is taken as an idea.</summary>
    public static string TypeOf(string word) => Types.FirstOrDefault(
        type => type.Equals(word, StringComparison.OrdinalIgnoreCase), Types[0]);

    /// <summary>At the bound the oldest is forgotten.</summary>
    public string Add(string owner, JsonObject thought)
    {
        var id = Guid.NewGuid().ToString("N")[..IdLength];
        lock (_lock)
        {
            if (_all.Count == MaxThoughts)
            {
                _all.RemoveAt(0);
            }

            _all.Add((owner, id, thought));
            return id;
        }
    }

    public JsonNode? Find(string owner, string id)
    {
        lock (_lock)
        {
            return _all.Find(one => one.Owner == owner && one.Id == id).Thought?.DeepClone();
        }
    }

    /// <summary>Newest first: thoughts that have at least one word of the text in them.</summary>
    public IReadOnlyList<JsonNode> Search(string owner, string text, double minConfidence)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        lock (_lock)
        {
            var found =
                from one in Enumerable.Reverse(_all)
                where one.Owner == owner && one.Thought["confidence"]!.GetValue<double>() >= minConfidence
                    && words.Any(word => one.Thought["content"]!.ToString()
                        .Contains(word, StringComparison.OrdinalIgnoreCase))
                select (JsonNode)Identified(one.Id, one.Thought);
            return [.. found];
        }
    }

    public void Associate(string owner, string from, string to)
    {
        lock (_lock)
        {
            if (_all.Find(one => one.Owner == owner && one.Id == from).Thought?["associations"] is JsonArray known)
            {
                known.Add((JsonNode)to);
            }
        }
    }

    private static JsonObject Identified(string id, JsonObject thought)
    {
        var copy = (JsonObject)thought.DeepClone();
        copy.Insert(0, "memory_id", id);
        return copy;
    }
}
