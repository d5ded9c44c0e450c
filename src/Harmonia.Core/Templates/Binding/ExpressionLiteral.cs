using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Harmonia.Core.Templates.Binding;

/// <summary>Writes JSON values as literals of the expression language: what is read back is the value, never code.
/// </summary>
internal static class ExpressionLiteral
{
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                AppendText(text, value.GetString()!);
                break;
            case JsonValueKind.Number when value.GetRawText() is ['-', ..] negative:
                text.Append('(').Append(negative).Append(')'); // Behind another sign it would be something else.
                break;
            case JsonValueKind.Array:
                AppendList(text, value);
                break;
            case JsonValueKind.Object:
                AppendObject(text, value);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendList(StringBuilder text, JsonElement list)
    {
        var separator = "[";
        foreach (var item in list.EnumerateArray())
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
        }

        text.Append(separator == "[" ? "[]" : "]");
    }

    private static void AppendObject(StringBuilder text, JsonElement source)
    {
        var separator = "{";
        foreach (var member in source.EnumerateObject())
        {
            text.Append(separator);
            AppendText(text, member.Name);
            text.Append(": ");
            Append(text, member.Value);
            separator = ", ";
        }

        text.Append(separator == "{" ? "{}" : "}");
    }

    /// <summary>A dollar sign is always escaped, so that no <c>${</c> can begin inside.</summary>
    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            switch (letter)
            {
                case '"' or '\\' or '$':
                    text.Append('\\').Append(letter);
                    break;
                case < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }

        text.Append('"');
    }
}
