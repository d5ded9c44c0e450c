using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>
/// <c>builtin.text_generation</c>: a text out of what came before. No language model: it says what it was given.
/// </summary>
internal static class TextGeneration
{
    private const int MaxLength = 100_000;

    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["short"] = 500,
        ["medium"] = 2_000,
        ["long"] = 8_000,
    };

    public static JsonElement Apply(
        BuiltInInput input, ICollection<Finding> findings, CancellationToken cancellationToken)
    {
        var config = new ObjectReader(input.Config, "/config", findings);
        var length = Length(config);
        var style = config.Text("style");
        var opening = config.Text("prompt") ?? config.Text("topic") ?? config.Text("title");
        var template = config.Text("template") ?? config.Text("text");
        var withReferences = config.Flag("include_references");
        config.TryGet("topic", out _);
        config.TryGet("title", out _);
        config.TryGet("text", out _);
        config.RefuseUnknown();
        if (findings.Count > 0)
        {
            return default;
        }

        var text = PlainText.Shorten(template ?? Describe(opening, input.Merged), length);
        return JsonValue.Object(writer =>
        {
            writer.WriteString(BuiltInInput.ExecutorMark, "builtin");
            writer.WriteString("text", text);
            writer.WriteNumber("length", text.Length);
            if (style is not null)
            {
                writer.WriteString("style", style);
            }

            if (withReferences)
            {
                writer.WriteStartArray("references");
                input.Predecessors.ForEach(writer.WriteStringValue);
                writer.WriteEndArray();
            }
        });
    }

    private static int Length(ObjectReader config)
    {
        if (config.Value("length") is not { ValueKind: JsonValueKind.String } word)
        {
            return (int)(config.Integer("length", PlainText.CutMark.Length + 1, MaxLength) ?? Lengths["medium"]);
        }

        if (Lengths.TryGetValue(word.GetString()!, out var length))
        {
            return length;
        }

        config.Report(
            FindingCodes.InvalidValue,
            "length",
            $"The length has to be {string.Join(", ", Lengths.Keys)} or a number of characters.");
        return Lengths["medium"];
    }

    private static string Describe(string? opening, IReadOnlyDictionary<string, JsonElement> members)
    {
        var text = new StringBuilder(opening);
        foreach (var (name, value) in members)
        {
            text.Append(text.Length > 0 ? "\n" : "")
                .Append(PlainText.EscapeControls(name.Replace('_', ' ')))
                .Append(": ")
                .Append(Words(value))
                .Append('.');
            if (text.Length > MaxLength)
            {
                break;
            }
        }

        return text.ToString();
    }

    private static string Words(JsonElement value) => PlainText.EscapeControls(PlainText.Shorten(
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Take(100).Select(Words)),
            _ => value.GetRawText(),
        },
        1_000));
}
