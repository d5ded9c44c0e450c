using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Hermes;

/// <summary>One entry of the registry.</summary>
internal sealed record HermesEntry(
    string Id,
    string Name,
    string Version,
    string Endpoint,
    IReadOnlyList<string> Capabilities,
    JsonObject Metadata,
    DateTimeOffset RegisteredAt)
{
    public DateTimeOffset? LastHeartbeat { get; init; }

    public bool Has(string? capability) => capability is null || Capabilities.Contains(capability);

    /// <summary>As lists show it: the type and the port are looked for where nobody stores them.</summary>
    public JsonObject Listed() => new()
    {
        ["component_id"] = Id,
        ["name"] = Name,
        ["version"] = Version,
        ["type"] = null,
        ["port"] = null,
        ["status"] = "unknown",
        ["capabilities"] = JsonText.List(Capabilities),
        ["endpoint"] = Endpoint,
        ["last_heartbeat"] = Epoch(LastHeartbeat),
        ["registered_at"] = JsonText.Epoch(RegisteredAt),
        ["metadata"] = Metadata.DeepClone(),
    };

    /// <summary>As a query shows it: health is never computed.</summary>
    public JsonObject Queried() => new()
    {
        ["componentId"] = Id,
        ["name"] = Name,
        ["version"] = Version,
        ["type"] = Metadata["type"]?.DeepClone(),
        ["endpoint"] = Endpoint,
        ["capabilities"] = JsonText.List(Capabilities),
        ["metadata"] = Metadata.DeepClone(),
        ["healthy"] = null,
        ["lastHeartbeat"] = Epoch(LastHeartbeat),
    };

    private static JsonNode? Epoch(DateTimeOffset? time) => time is { } known ? JsonText.Epoch(known) : null;
}

/// <summary>Who is registered, oldest first. It is in memory alone, and nothing in it ever expires.</summary>
internal sealed class HermesRegistry
{
    public const int MaxEntries = 10_000;

    private readonly Lock _lock = new();
    private readonly List<HermesEntry> _entries = [];

    public IReadOnlyList<HermesEntry> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>An entry of the same id is replaced in its place; its heartbeats are forgotten.</summary>
    public bool Put(HermesEntry entry)
    {
        lock (_lock)
        {
            var index = _entries.FindIndex(one => one.Id == entry.Id);
            if (index >= 0)
            {
                _entries[index] = entry;
                return true;
            }

            if (_entries.Count == MaxEntries)
            {
                return false;
            }

            _entries.Add(entry);
            return true;
        }
    }

    public void Beat(string id, DateTimeOffset at)
    {
        lock (_lock)
        {
            var index = _entries.FindIndex(one => one.Id == id);
            if (index >= 0)
            {
                _entries[index] = _entries[index] with { LastHeartbeat = at };
            }
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            return _entries.RemoveAll(one => one.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }
}
