using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harmonia.Core.Definitions;

/// <summary>JSON as block YAML: maps and lists by indentation, every doubtful scalar as a JSON string.</summary>
public static partial class YamlText
{
    public static string Of(IEnumerable<(string Name, JsonElement Value)> members)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in members)
        {
            Member(text, name, value, 0);
        }

        return text.ToString();
    }

    private static void Member(StringBuilder text, string name, JsonElement value, int depth)
    {
        text.Append(' ', depth * 2).Append(Scalar(name)).Append(':');
        Value(text, value, depth + 1);
    }

    private static void Value(StringBuilder text, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                text.Append('\n');
                foreach (var member in value.EnumerateObject())
                {
                    Member(text, member.Name, member.Value, depth);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                text.Append('\n');
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(' ', depth * 2).Append('-');
                    Value(text, item, depth + 1);
                }

                break;
            case JsonValueKind.String:
                text.Append(' ').Append(Scalar(value.GetString()!)).Append('\n');
                break;
            default:
                text.Append(' ').Append(value.GetRawText()).Append('\n'); // {} and [] too: JSON is YAML.
                break;
        }
    }

    /// <summary>Plain only where no reader of any version of YAML sees anything but a text.</summary>
    private static string Scalar(string text) => Plain().IsMatch(text) && !Ambiguous().IsMatch(text)
        ? text
        : $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_./]*( [A-Za-z0-9_./]+)*\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(y|n|yes|no|on|off|true|false|null|nan|inf)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
