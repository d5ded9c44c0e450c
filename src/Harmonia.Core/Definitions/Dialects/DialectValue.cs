using System.Buffers;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>A value of a document that is being normalised, with the pointer to where its author wrote it.</summary>
internal abstract class DialectValue(string origin)
{
    public string Origin => origin;

    /// <summary>Whether anything differs from what the author wrote.</summary>
    public abstract bool IsChanged { get; }

    public static DialectValue Open(JsonElement json, string origin) => json.ValueKind switch
    {
        JsonValueKind.Object => DialectObject.Of(json, origin),
        JsonValueKind.Array => DialectList.Of(json, origin),
        _ => new KeptValue(json, origin),
    };
}

/// <summary>As it was written.</summary>
internal sealed class KeptValue(JsonElement json, string origin) : DialectValue(origin)
{
    public JsonElement Json => json;

    public override bool IsChanged => false;
}

/// <summary>Stands for what was written at its origin; nothing inside of it has a place of its own.</summary>
internal sealed class MadeValue(JsonElement json, string origin) : DialectValue(origin)
{
    public JsonElement Json => json;

    public override bool IsChanged => true;

    public static MadeValue Text(string text, string origin) => Of(origin, writer => writer.WriteStringValue(text));

    public static MadeValue Of(string origin, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return new MadeValue(JsonElement.Parse(buffer.WrittenSpan), origin);
    }
}

/// <summary>A list whose items may be replaced.</summary>
internal sealed class DialectList(string origin) : DialectValue(origin)
{
    private bool _isChanged;

    public List<DialectValue> Items { get; } = [];

    public override bool IsChanged => _isChanged || Items.Exists(item => item.IsChanged);

    public static DialectList Of(JsonElement json, string origin)
    {
        var list = new DialectList(origin);
        foreach (var item in json.EnumerateArray())
        {
            list.Items.Add(new KeptValue(item, JsonPointer.Append(origin, list.Items.Count)));
        }

        return list;
    }

    /// <summary>Opens every item that is an object.</summary>
    public IEnumerable<DialectObject> OpenObjects()
    {
        for (var index = 0; index < Items.Count; index++)
        {
            if (Items[index] is KeptValue { Json.ValueKind: JsonValueKind.Object } kept)
            {
                var opened = DialectObject.Of(kept.Json, kept.Origin);
                Items[index] = opened;
                yield return opened;
            }
        }
    }

    public void Add(DialectValue item)
    {
        Items.Add(item);
        _isChanged = true;
    }
}
