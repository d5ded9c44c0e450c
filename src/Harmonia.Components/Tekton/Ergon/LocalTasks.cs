using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Tasks for people that Harmonia itself keeps because nobody in the family does. They are gone when the process ends,
/// which the output of whoever makes one says.
/// </summary>
public sealed class LocalTasks
{
    /// <summary>How the ids of these tasks begin.</summary>
    internal const string Prefix = "harmonia-task-";

    /// <summary>The oldest makes room.</summary>
    internal const int MaxTasks = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonElement> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Makes a task; the same again for the same key.</summary>
    internal JsonElement Create(string key, JsonElement fields)
    {
        lock (_lock)
        {
            var id = Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
            if (_tasks.TryGetValue(id, out var present))
            {
                return present;
            }

            if (_order.Count == MaxTasks)
            {
                _tasks.Remove(_order.Dequeue());
            }

            var task = JsonText.Merge(fields, Object(("id", id), ("task_id", id), ("status", "pending")));
            _tasks[id] = task;
            _order.Enqueue(id);
            return task;
        }
    }

    internal JsonElement? Find(string id)
    {
        lock (_lock)
        {
            return _tasks.TryGetValue(id, out var task) ? task : null;
        }
    }

    /// <returns><see langword="null"/> when there is no such task.</returns>
    internal JsonElement? Change(string id, JsonElement changes)
    {
        lock (_lock)
        {
            if (!_tasks.TryGetValue(id, out var task))
            {
                return null;
            }

            return _tasks[id] = JsonText.Merge(task, JsonText.Merge(changes, Object(("id", id), ("task_id", id))));
        }
    }

    private static JsonElement Object(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var given = members.ToArray();
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in given)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        });
    }
}
