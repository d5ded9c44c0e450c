using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>
/// Typed access to the fields of an object; what does not fit becomes a finding, and reads as absent.
/// </summary>
/// <remarks>A field that is <c>null</c> counts as absent, as clients write it for what they leave open.</remarks>
internal sealed class FieldReader(JsonElement source, string pointer, FindingList findings)
{
    /// <summary>No duration in a definition makes sense beyond this.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(3_653);

    /// <summary>Entries of a list of texts, such as tags or patterns.</summary>
    private const int MaxTexts = 1_000;

    public string Pointer => pointer;

    /// <returns><see langword="null"/>, with a finding, when the value is not an object.</returns>
    public static FieldReader? Of(JsonElement value, string pointer, FindingList findings)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return new FieldReader(value, pointer, findings);
        }

        findings.Error(FindingCodes.WrongType, pointer, $"An object is expected here, not {Shown.Value(value)}.");
        return null;
    }

    public string At(string name) => JsonPointer.Append(pointer, name);

    public JsonElement? Find(string name) =>
        source.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether the field is there at all: a <c>null</c> may be what is meant.</summary>
    public bool Has(string name) => source.TryGetProperty(name, out _);

    /// <summary>Refuses every field that is not read.</summary>
    public void AcceptOnly(FieldNames names)
    {
        foreach (var property in source.EnumerateObject())
        {
            var name = property.Name;
            if (names.Known.Contains(name))
            {
                continue;
            }

            if (names.Planned.Contains(name))
            {
                findings.Error(
                    FindingCodes.NotSupported,
                    At(name),
                    $"'{name}' belongs to the language, but this release does not run it. Remove it.");
                continue;
            }

            findings.Error(
                FindingCodes.UnknownField,
                At(name),
                $"There is no field '{Shown.Text(name)}' here. Correct its name or remove it.",
                () => NearestName.Find(name, names.Known));
        }
    }

    /// <summary>Refuses a second spelling of what another field says.</summary>
    public void RefuseBoth(string name, string other)
    {
        if (Find(name) is not null && Find(other) is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue, At(other), $"'{name}' and '{other}' say the same. Give one of them.");
        }
    }

    public void Require(string name)
    {
        if (Find(name) is null)
        {
            findings.Error(FindingCodes.MissingField, pointer, $"The field '{name}' is missing. Add it.");
        }
    }

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        var quoted = value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
        WrongType(name, "a text", value, quoted ? $"\"{value.GetRawText()}\"" : null);
        return null;
    }

    /// <summary>A text of 1 to <paramref name="maxLength"/> characters on one line.</summary>
    public string? Label(string name, int maxLength)
    {
        var text = Text(name);
        if (text is null || (!string.IsNullOrWhiteSpace(text) && text.Length <= maxLength && !text.Any(char.IsControl)))
        {
            return text;
        }

        findings.Error(
            FindingCodes.InvalidValue,
            At(name),
            $"'{name}' must have 1 to {maxLength} characters, not only spaces and no control characters; it has "
                + $"{text.Length}.");
        return null;
    }

    public JsonElement? Object(string name)
    {
        if (Find(name) is not { } value || value.ValueKind == JsonValueKind.Object)
        {
            return Find(name);
        }

        WrongType(name, "an object", value);
        return null;
    }

    /// <summary>A number of seconds, at most <see cref="MaxDuration"/>.</summary>
    public TimeSpan? Seconds(string name, bool zero = false)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            var meant = value.ValueKind == JsonValueKind.String ? value.GetString()!.TrimEnd('s', ' ') : "";
            WrongType(name, "a number of seconds", value, double.TryParse(meant, out _) ? meant : null);
            return null;
        }

        var seconds = value.GetDouble();
        if (seconds <= MaxDuration.TotalSeconds && (seconds > 0 || (zero && seconds == 0)))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        findings.Error(
            FindingCodes.InvalidValue,
            At(name),
            $"'{name}' must be {(zero ? "0" : "more than 0")} to {MaxDuration.TotalSeconds:F0} seconds,"
                + $" not {Shown.Value(value)}.");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Find(name) is not { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } value)
        {
            return Find(name)?.GetBoolean();
        }

        WrongType(name, "true or false", value);
        return null;
    }

    public int? Whole(string name, int min, int max)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            WrongType(name, "a whole number", value);
            return null;
        }

        if (value.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        findings.Error(
            FindingCodes.InvalidValue,
            At(name),
            $"'{name}' must be a whole number from {min} to {max}, not {Shown.Value(value)}.");
        return null;
    }

    public double? Factor(string name, double min, double max)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            WrongType(name, "a number", value);
            return null;
        }

        if (value.GetDouble() is var number && number >= min && number <= max)
        {
            return number;
        }

        findings.Error(
            FindingCodes.InvalidValue,
            At(name),
            $"'{name}' must be a number from {min:F0} to {max:F0}, not {Shown.Value(value)}.");
        return null;
    }

    public ImmutableArray<string>? Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxTexts)
        {
            WrongType(name, $"a list of at most {MaxTexts} texts", value);
            return null;
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text)
            {
                texts.Add(text);
                continue;
            }

            findings.Error(
                FindingCodes.WrongType,
                JsonPointer.Append(At(name), texts.Count),
                $"A text that is not empty is expected here, not {Shown.Value(item)}.");
            return null;
        }

        return texts.DrainToImmutable();
    }

    public void WrongType(string name, string expected, JsonElement value, string? suggestion = null) => findings.Error(
        FindingCodes.WrongType,
        At(name),
        $"'{name}' must be {expected}, not {Shown.Value(value)}.",
        () => suggestion);
}
