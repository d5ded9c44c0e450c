using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest;

/// <summary>
/// Takes an object apart strictly: unknown fields are refused, and everything that is wrong is said at once.
/// </summary>
internal sealed class BodyFields
{
    private const int MaxFindings = 100;

    private readonly SourceDocument _document;
    private readonly List<Finding> _findings = [];

    public BodyFields(SourceDocument document, params string[] known)
    {
        _document = document;
        if (document.Root.ValueKind != JsonValueKind.Object)
        {
            Report(FindingCodes.WrongType, "", $"The body must be an object with {string.Join(", ", known)}.");
            Check();
        }

        foreach (var member in document.Root.EnumerateObject())
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                ReportUnknown(member.Name, known);
            }
        }
    }

    /// <returns>The field, or <see langword="null"/> when it is absent or null.</returns>
    public JsonElement? Value(string name) =>
        _document.Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Report(FindingCodes.WrongType, "/" + name, $"{name} must be a text.");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Value(name) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Report(FindingCodes.WrongType, "/" + name, $"{name} must be true or false.");
            return null;
        }

        return Value(name)?.GetBoolean();
    }

    public int? Whole(string name, int min)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min)
        {
            return number;
        }

        Report(FindingCodes.WrongType, "/" + name, $"{name} must be a whole number from {min}.");
        return null;
    }

    /// <summary>A time in seconds, more than none.</summary>
    public TimeSpan? Seconds(string name, double max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        var seconds = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
        if (seconds > 0 && seconds <= max)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Report(FindingCodes.InvalidValue, "/" + name, $"{name} must be more than 0 and at most {max:0} seconds.");
        return null;
    }

    /// <summary>An object; empty when nothing is said.</summary>
    public JsonElement Object(string name) => ObjectOrNull(name) ?? JsonText.EmptyObject;

    public JsonElement? ObjectOrNull(string name)
    {
        if (Value(name) is not { } value || value.ValueKind == JsonValueKind.Object)
        {
            return Value(name);
        }

        Report(FindingCodes.WrongType, "/" + name, $"{name} must be an object.");
        return null;
    }

    public void Report(string code, string pointer, string message, string? suggestion = null)
    {
        if (_findings.Count < MaxFindings)
        {
            _findings.Add(_document.Place(new Finding(code, pointer, message) { Suggestion = suggestion }));
        }
    }

    /// <exception cref="ApiException">Something was wrong.</exception>
    public void Check()
    {
        if (_findings.Count > 0)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidInput, _findings));
        }
    }

    private void ReportUnknown(string name, string[] known)
    {
        var suggestion = NearestName.Find(name, known);
        var hint = suggestion is null ? $"There are: {string.Join(", ", known)}." : $"Did you mean {suggestion}?";
        Report(
            FindingCodes.UnknownField,
            JsonPointer.Append("", name),
            $"There is no field '{Wire.Shorten(name)}' here. {hint}",
            suggestion);
    }
}
