using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components;

/// <summary>
/// Reads the fields of one object that somebody wrote, and collects everything that is wrong with it.
/// </summary>
/// <remarks>
/// A field that is <c>null</c> counts as absent, because expressions yield null for what is not there.
/// </remarks>
internal sealed class ObjectReader
{
    private readonly JsonElement _element;
    private readonly ICollection<Finding> _findings;
    private readonly List<string> _known = [];

    public ObjectReader(JsonElement element, string pointer, ICollection<Finding> findings)
    {
        (_element, Pointer, _findings) = (element, pointer, findings);
        if (element.ValueKind is not JsonValueKind.Object)
        {
            findings.Add(new(FindingCodes.WrongType, pointer, $"An object is expected here, not {Kind(element)}."));
        }
    }

    public string Pointer { get; }

    /// <summary>A sentence out of findings, for the failure of a task.</summary>
    public static string Describe(IEnumerable<Finding> findings) => string.Join(
        " ",
        findings.Select(finding => finding.Pointer is "" ? finding.Message : $"{finding.Pointer}: {finding.Message}"));

    public string PointerTo(string field) => JsonPointer.Append(Pointer, field);

    public void Report(string code, string field, string message) =>
        _findings.Add(new(code, PointerTo(field), message));

    /// <summary>Says something about a place further within.</summary>
    public void ReportAt(string code, string pointer, string message) => _findings.Add(new(code, pointer, message));

    /// <summary>The field as it stands, also when it is null.</summary>
    public bool TryGet(string field, out JsonElement value)
    {
        _known.Add(field);
        value = default;
        return _element.ValueKind is JsonValueKind.Object && _element.TryGetProperty(field, out value);
    }

    public JsonElement? Value(string field) =>
        TryGet(field, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public string? Text(string field, bool required = false)
    {
        if (Value(field) is not { } value)
        {
            if (required)
            {
                Report(FindingCodes.MissingField, field, $"The field \"{field}\" is required.");
            }

            return null;
        }

        return Expect(field, value, JsonValueKind.String, "a text") ? TextOf(field, value) : null;
    }

    public bool Flag(string field, bool fallback = false)
    {
        if (Value(field) is not { } value)
        {
            return fallback;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Report(FindingCodes.WrongType, field, $"True or false is expected here, not {Kind(value)}.");
        return fallback;
    }

    /// <summary>A whole number within bounds.</summary>
    public long? Integer(string field, long min, long max)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        Report(
            FindingCodes.InvalidValue,
            field,
            $"A whole number from {min} to {max} is expected here, not {Kind(value)}.");
        return null;
    }

    /// <summary>A positive number of seconds, at most <paramref name="max"/>.</summary>
    public TimeSpan? Seconds(string field, TimeSpan max)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds > 0 && seconds <= max.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var limit = max.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        Report(
            FindingCodes.InvalidValue,
            field,
            $"A number of seconds above 0 and at most {limit} is expected here, not {Kind(value)}.");
        return null;
    }

    /// <summary>The members of an object field; none when it is absent.</summary>
    public IReadOnlyList<JsonProperty> Members(string field)
    {
        if (Value(field) is not { } value || !Expect(field, value, JsonValueKind.Object, "an object"))
        {
            return [];
        }

        JsonProperty[] members = [.. value.EnumerateObject()];
        foreach (var twice in members.CountBy(member => member.Name).Where(count => count.Value > 1))
        {
            Report(FindingCodes.DuplicateKey, field, $"\"{PlainText.Shorten(twice.Key, 80)}\" is given twice.");
        }

        return members;
    }

    /// <summary>The items of a list field; <see langword="null"/> when it is absent.</summary>
    public IReadOnlyList<JsonElement>? Items(string field) =>
        Value(field) is { } value && Expect(field, value, JsonValueKind.Array, "a list")
            ? [.. value.EnumerateArray()]
            : null;

    /// <summary>The items of a list of texts; <see langword="null"/> when it is absent.</summary>
    public IReadOnlyList<string>? Texts(string field)
    {
        if (Items(field) is not { } items)
        {
            return null;
        }

        if (items.All(item => item.ValueKind is JsonValueKind.String))
        {
            return [.. items.Select(item => item.GetString()!)];
        }

        Report(FindingCodes.WrongType, field, "Each item of this list has to be a text.");
        return null;
    }

    /// <summary>Reports the fields that nobody asked for; called last.</summary>
    public void RefuseUnknown()
    {
        if (_element.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in _element.EnumerateObject().Where(member => !_known.Contains(member.Name)))
        {
            var nearest = NearestName.Find(member.Name, _known);
            var hint = nearest is null ? $"Known are: {string.Join(", ", _known)}." : $"Did you mean \"{nearest}\"?";
            _findings.Add(new(
                FindingCodes.UnknownField,
                PointerTo(member.Name),
                $"There is no field \"{PlainText.Shorten(member.Name, 80)}\" here. {hint}")
            {
                Suggestion = nearest,
            });
        }
    }

    /// <summary>A value as a short text for messages.</summary>
    internal static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => PlainText.EscapeControls(PlainText.Shorten(value.GetRawText(), 80)),
    };

    private string? TextOf(string field, JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half a surrogate pair, which no text can hold.
            Report(FindingCodes.InvalidValue, field, "This text holds half a surrogate pair.");
            return null;
        }
    }

    private bool Expect(string field, JsonElement value, JsonValueKind kind, string expected)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Report(FindingCodes.WrongType, field, $"The field \"{field}\" has to be {expected}, not {Kind(value)}.");
        return false;
    }
}
