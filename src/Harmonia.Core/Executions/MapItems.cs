using System.Runtime.InteropServices;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>An item of a map that failed.</summary>
public sealed record ItemError(int Index, string Code, string Message);

/// <summary>The items of a map and what became of each. Only <see cref="ExecutionState"/> changes it.</summary>
/// <remarks>
/// All that is left of an item that has ended is the text of its output, so that a map of a hundred thousand items
/// takes little more memory than its result.
/// </remarks>
public sealed class MapItems
{
    /// <summary>Failed items that are listed; the others are counted.</summary>
    public const int MaxErrors = 1_000;

    private const int MaxMessageLength = 500;

    private readonly MapSettings _settings;
    private readonly List<JsonElement> _items = [];
    private readonly List<ItemEnd> _ends = [];
    private readonly List<byte[]?> _outputs = [];
    private readonly SortedDictionary<int, ItemError> _errors = [];

    /// <summary>What a call has brought and what is not an item yet.</summary>
    private readonly List<JsonElement> _gathered = [];

    private int _next;

    internal MapItems(MapSettings settings, JsonElement items)
    {
        (_settings, IsOpen) = (settings, settings.IsOpen || settings.Producer is not null);
        Add(items);
    }

    private enum ItemEnd : byte
    {
        None,
        Completed,
        Failed,
        Canceled,
    }

    public int Total => _items.Count;

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public int Canceled { get; private set; }

    /// <summary>Whether more can be added.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Those that failed, in their order, as far as they are listed.</summary>
    public IReadOnlyCollection<ItemError> Errors => _errors.Values;

    /// <summary>Bytes of all items, as they were given.</summary>
    internal long ItemBytes { get; private set; }

    /// <summary>Bytes of the outputs so far.</summary>
    internal long OutputBytes { get; private set; }

    /// <summary>Whether every item has ended and no more can come.</summary>
    internal bool IsOver => !IsOpen && Completed + Failed + Canceled == Total;

    /// <summary>Whether more items failed than may, or so many that too few are left.</summary>
    internal bool IsExceeded
    {
        get
        {
            if (_settings.MinCompleted is { } needed && !IsOpen && Total - Failed < needed)
            {
                return true;
            }

            return _settings.Tolerance is { } tolerance
                ? (tolerance.Percent is null || !IsOpen) && tolerance.IsExceeded(Failed, Total)
                : _settings.MinCompleted is null && Failed > 0;
        }
    }

    /// <summary>Whether as many have completed as are needed.</summary>
    internal bool HasEnough => _settings.MinCompleted is { } needed && Completed >= needed;

    /// <summary>Takes the next item that has not begun.</summary>
    internal bool TryTakeNext(out int index, out JsonElement item)
    {
        while (_next < Total && _ends[_next] != ItemEnd.None)
        {
            _next++; // After a retry: those that have completed.
        }

        (index, item) = (_next, default);
        if (_next >= Total)
        {
            return false;
        }

        item = _items[_next++];
        return true;
    }

    /// <param name="elements">A list; several of its elements are one item if the map says so.</param>
    internal void Add(JsonElement elements)
    {
        ItemBytes += JsonText.Size(elements);
        if (_settings.BatchSize == 0)
        {
            foreach (var element in elements.EnumerateArray())
            {
                AddItem(element);
            }

            return;
        }

        foreach (var batch in elements.EnumerateArray().Chunk(_settings.BatchSize))
        {
            AddItem(JsonText.List(batch));
        }
    }

    /// <summary>Adds what a call has brought: one item, or what fills up the next ones.</summary>
    internal void AddChunk(JsonElement data)
    {
        if (_settings.BatchSize == 0)
        {
            AddItem(data);
            return;
        }

        foreach (var element in data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().ToArray() : [data])
        {
            _gathered.Add(element);
            if (_gathered.Count == _settings.BatchSize)
            {
                AddGathered();
            }
        }
    }

    internal void Close()
    {
        IsOpen = false;
        if (_gathered.Count > 0)
        {
            AddGathered();
        }
    }

    internal void Complete(int index, JsonElement? output)
    {
        (_ends[index], Completed) = (ItemEnd.Completed, Completed + 1);
        if (output is { ValueKind: not JsonValueKind.Null } value)
        {
            _outputs[index] = JsonMarshal.GetRawUtf8Value(value).ToArray();
            OutputBytes += _outputs[index]!.Length;
        }
    }

    internal void Fail(int index, TaskFailure failure)
    {
        (_ends[index], Failed) = (ItemEnd.Failed, Failed + 1);
        var message = failure.Message.Length <= MaxMessageLength
            ? failure.Message
            : string.Concat(failure.Message.AsSpan(0, MaxMessageLength), "…");
        _errors.Add(index, new ItemError(index, failure.Code, message));
        if (_errors.Count > MaxErrors)
        {
            _errors.Remove(_errors.Keys.Last());
        }
    }

    internal void Cancel(int index) => (_ends[index], Canceled) = (ItemEnd.Canceled, Canceled + 1);

    /// <summary>Only those that completed are over: the others begin anew.</summary>
    internal void Reopen()
    {
        (_next, Failed, Canceled) = (0, 0, 0);
        IsOpen = _settings.IsOpen || _settings.Producer is not null;
        _errors.Clear();
        foreach (ref var end in CollectionsMarshal.AsSpan(_ends))
        {
            end = end == ItemEnd.Completed ? end : ItemEnd.None;
        }
    }

    /// <summary>The outputs in the order of the items, <c>null</c> for those that have none.</summary>
    internal JsonElement Outputs() => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var output in _outputs)
        {
            writer.WriteRawValue(output ?? "null"u8, skipInputValidation: true);
        }

        writer.WriteEndArray();
    });

    private void AddGathered()
    {
        AddItem(JsonText.List(_gathered));
        _gathered.Clear();
    }

    private void AddItem(JsonElement item)
    {
        _items.Add(item);
        _ends.Add(ItemEnd.None);
        _outputs.Add(null);
    }
}
