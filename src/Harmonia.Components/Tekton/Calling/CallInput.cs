using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>The input of a task: reads fields that have several names, and remembers which were read.</summary>
/// <remarks>
/// A field that is <c>null</c> counts as absent, because expressions yield null for what is not there.
/// </remarks>
internal sealed class CallInput
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    /// <param name="input">The input of the task.</param>
    /// <param name="merged">
    /// A field whose members count as fields of the input itself, as some documents nest them; its own fields win.
    /// </param>
    public CallInput(JsonElement input, string? merged = null)
    {
        if (input.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            _findings.Add(new(
                FindingCodes.WrongType, "", $"An object is expected as input, not {ObjectReader.Kind(input)}."));
            return;
        }

        Add(input, merged);
        if (merged is not null && input.ValueKind is JsonValueKind.Object
            && input.TryGetProperty(merged, out var inner))
        {
            Add(inner, null);
        }
    }

    public bool IsWrong => _findings.Count > 0;

    /// <summary>Everything that is wrong with it, as the failure of the task.</summary>
    public TaskFailure Failure =>
        new TaskFailure(FailureCodes.InvalidInput, ObjectReader.Describe(_findings), Retryable: false).Bounded();

    /// <summary>The value as a text: a text as it is, anything else as its JSON.</summary>
    public static JsonElement AsText(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value : JsonText.Of(value.GetRawText());

    /// <summary>The first of these fields that is given.</summary>
    public JsonElement? Any(ReadOnlySpan<string> names, bool required = false)
    {
        JsonElement? found = null;
        foreach (var name in names)
        {
            _read.Add(name);
            found ??= _fields.TryGetValue(name, out var value) ? value : null;
        }

        if (found is null && required)
        {
            var others = names.Length > 1 ? $" It may also be called {string.Join(" or ", names[1..].ToArray())}." : "";
            Report(FindingCodes.MissingField, names[0], $"The field \"{names[0]}\" is required.{others}");
        }

        return found;
    }

    public JsonElement? Value(params ReadOnlySpan<string> names) => Any(names);

    /// <summary>The first of these that is given, which has to be a text or a number.</summary>
    public string? Text(ReadOnlySpan<string> names, bool required = false)
    {
        switch (Any(names, required))
        {
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString();
            case { ValueKind: JsonValueKind.Number } number:
                return number.GetRawText();
            case { } other:
                Report(
                    FindingCodes.WrongType,
                    names[0],
                    $"The field \"{names[0]}\" has to be a text, not {ObjectReader.Kind(other)}.");
                return null;
            default:
                return null;
        }
    }

    public string? Text(string name) => Text([name]);

    public bool Flag(string name)
    {
        var value = Value(name);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } other)
        {
            Report(
                FindingCodes.WrongType, name, $"True or false is expected here, not {ObjectReader.Kind(other)}.");
        }

        return value is { ValueKind: JsonValueKind.True };
    }

    /// <summary>A number above 0 and up to <paramref name="max"/>, which may come as a text.</summary>
    public double? Number(string name, double max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= max)
        {
            return number;
        }

        Report(
            FindingCodes.InvalidValue,
            name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A number above 0 and up to {max} is expected here, not {ObjectReader.Kind(value)}."));
        return null;
    }

    /// <summary>The items of a list; <see langword="null"/> when it is absent.</summary>
    public IReadOnlyList<JsonElement>? Items(string name, int max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Array && value.GetArrayLength() <= max)
        {
            return [.. value.EnumerateArray()];
        }

        Report(
            FindingCodes.WrongType,
            name,
            $"A list of at most {max} is expected here, not {ObjectReader.Kind(value)}.");
        return null;
    }

    /// <summary>The fields that nobody has read.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Rest() =>
        _fields.Where(field => !_read.Contains(field.Key));

    /// <summary>Reports the fields that nobody has read, where nothing is handed on.</summary>
    public void RefuseRest()
    {
        foreach (var (name, _) in Rest())
        {
            Report(
                FindingCodes.UnknownField,
                name,
                $"There is no field \"{PlainText.Shorten(name, 80)}\" here. Known are: "
                    + $"{string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
        }
    }

    public void Report(string code, string field, string message) =>
        _findings.Add(new(code, JsonPointer.Append("", field), message));

    private void Add(JsonElement from, string? except)
    {
        if (from.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in from.EnumerateObject())
        {
            if (member.Name != except && member.Value.ValueKind is not JsonValueKind.Null)
            {
                _fields.TryAdd(member.Name, member.Value);
            }
        }
    }
}
