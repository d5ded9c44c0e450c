using System.Runtime.InteropServices;
using System.Text.Json;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>What a value is, as an author sees it.</summary>
internal enum ValueKind : byte
{
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
    Instant,
}

/// <summary>A value during evaluation: JSON as it came, without a copy, or something computed.</summary>
internal readonly struct Value
{
    private readonly JsonElement _json;
    private readonly object? _reference;
    private readonly long _bits;
    private readonly short _minutes;
    private readonly Form _form;

    private Value(Form form, long bits = 0, object? reference = null, JsonElement json = default, short minutes = 0) =>
        (_form, _bits, _reference, _json, _minutes) = (form, bits, reference, json, minutes);

    private enum Form : byte
    {
        Null,
        Boolean,
        Integer,
        Real,
        Text,
        List,
        Object,
        Instant,
        Json,
        Lazy,
    }

    public static Value Null => default;

    public static Value True => new(Form.Boolean, 1);

    public static Value False => new(Form.Boolean);

    public ValueKind Kind => _form switch
    {
        Form.Null => ValueKind.Null,
        Form.Boolean => ValueKind.Boolean,
        Form.Integer or Form.Real => ValueKind.Number,
        Form.Text => ValueKind.Text,
        Form.List => ValueKind.List,
        Form.Instant => ValueKind.Instant,
        Form.Json => KindOf(_json.ValueKind),
        _ => ValueKind.Object,
    };

    public bool IsNull => Kind == ValueKind.Null;

    public bool IsJson => _form == Form.Json;

    /// <summary>The element, when <see cref="IsJson"/>.</summary>
    public JsonElement Json => _json;

    public ListValue? ComputedList => _form == Form.List ? (ListValue)_reference! : null;

    public ObjectValue? ComputedObject => _form == Form.Object ? (ObjectValue)_reference! : null;

    public IScopeObject? Lazy => _form == Form.Lazy ? (IScopeObject)_reference! : null;

    public bool Boolean => _form == Form.Json ? _json.ValueKind == JsonValueKind.True : _bits != 0;

    public string Text => _form == Form.Json ? _json.GetString()! : (string)_reference!;

    /// <summary>Nesting of what was computed; JSON that came in counts as flat.</summary>
    public int Depth => _reference switch
    {
        ListValue list => list.Depth,
        ObjectValue members => members.Depth,
        _ => 0,
    };

    public DateTimeOffset Instant =>
        new DateTimeOffset(_bits, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(_minutes));

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(long value) => new(Form.Integer, value);

    public static Value Of(double value) =>
        new(Form.Real, BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value));

    public static Value Of(string value) => new(Form.Text, reference: value);

    public static Value Of(ListValue value) => new(Form.List, reference: value);

    public static Value Of(ObjectValue value) => new(Form.Object, reference: value);

    public static Value Of(IScopeObject value) => new(Form.Lazy, reference: value);

    public static Value Of(JsonElement value) => new(Form.Json, json: value);

    public static Value Of(ScopeValue value) => value.Lazy is { } lazy ? Of(lazy) : Of(value.Json);

    public static Value Of(DateTimeOffset value) =>
        new(Form.Instant, value.UtcTicks, minutes: (short)value.Offset.TotalMinutes);

    /// <summary>Whether this number is a whole one that fits 64 bits.</summary>
    public bool TryGetInteger(out long value)
    {
        value = _bits;
        return _form switch
        {
            Form.Integer => true,
            Form.Json => _json.ValueKind == JsonValueKind.Number && _json.TryGetInt64(out value),
            _ => false,
        };
    }

    /// <summary>The number as floating point; infinite when JSON has one that does not fit.</summary>
    public double ToDouble() => _form switch
    {
        Form.Integer => _bits,
        Form.Real => BitConverter.Int64BitsToDouble(_bits),
        _ => _json.TryGetDouble(out var value) ? value : double.PositiveInfinity,
    };

    public bool TryGetDecimal(out decimal value)
    {
        value = default;
        return _form switch
        {
            Form.Integer => (value = _bits) == _bits,
            Form.Json => _json.ValueKind == JsonValueKind.Number && _json.TryGetDecimal(out value),
            _ => false,
        };
    }

    /// <summary>Bytes of the JSON text, known without reading it.</summary>
    public int RawLength => _form == Form.Json && _json.ValueKind != JsonValueKind.Undefined
        ? JsonMarshal.GetRawUtf8Value(_json).Length
        : 0;

    private static ValueKind KindOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => ValueKind.Boolean,
        JsonValueKind.Number => ValueKind.Number,
        JsonValueKind.String => ValueKind.Text,
        JsonValueKind.Array => ValueKind.List,
        JsonValueKind.Object => ValueKind.Object,
        _ => ValueKind.Null,
    };
}

/// <summary>A computed list.</summary>
internal sealed record ListValue(Value[] Items, int Depth);

/// <summary>A computed object; members keep their order.</summary>
internal sealed record ObjectValue(OrderedDictionary<string, Value> Members, int Depth);
