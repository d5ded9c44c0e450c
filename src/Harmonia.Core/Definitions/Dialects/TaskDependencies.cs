using System.Text.Json;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>What a task waits for, in <c>depends_on</c>.</summary>
internal sealed class TaskDependencies
{
    private readonly DialectObject _task;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public TaskDependencies(DialectObject task)
    {
        _task = task;
        foreach (var id in Of(task))
        {
            _ids.Add(id);
        }
    }

    /// <summary>The ids in the author's order; what is no id is left to the reader of the field.</summary>
    public static IEnumerable<string> Of(DialectObject task) => task.Find("depends_on") switch
    {
        KeptValue { Json: { ValueKind: JsonValueKind.Array } list } =>
            list.EnumerateArray().Select(IdIn).OfType<string>(),
        DialectList list => list.Items.Select(IdIn).OfType<string>(),
        { } one when IdIn(one) is { } id => [id],
        _ => [],
    };

    /// <param name="id">Whom to wait for; nothing changes if that is so already.</param>
    /// <param name="origin">Where that was written.</param>
    public void Add(string id, string origin)
    {
        if (!_ids.Add(id))
        {
            return;
        }

        if (_task.OpenList("depends_on") is not { } list)
        {
            var single = _task.Find("depends_on");
            list = new DialectList(single?.Origin ?? origin);
            if (single is not null)
            {
                list.Add(single);
            }

            _task.Set("depends_on", list);
        }

        list.Add(MadeValue.Text(id, origin));
    }

    private static string? IdIn(DialectValue value) => value switch
    {
        KeptValue kept => IdIn(kept.Json),
        MadeValue made => IdIn(made.Json),
        _ => null,
    };

    private static string? IdIn(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.String => entry.GetString(),
        JsonValueKind.Object when entry.TryGetProperty("task", out var task)
            && task.ValueKind == JsonValueKind.String => task.GetString(),
        _ => null,
    };
}
