using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>What a scalar stands for in the core schema of YAML 1.2 (section 10.3.2), as JSON.</summary>
/// <remarks>YAML 1.1 is not followed: <c>yes</c>, <c>no</c>, <c>on</c> and <c>off</c> are strings, <c>010</c>
/// is ten.</remarks>
internal abstract partial record YamlScalar
{
    /// <summary>Hexadecimal and octal numbers may be this long, so that converting them stays cheap.</summary>
    private const int MaxRadixDigits = 64;

    private YamlScalar()
    {
    }

    public sealed record Text(string Value) : YamlScalar;

    /// <summary>A number, boolean or null as its JSON text.</summary>
    public sealed record Literal(string Json) : YamlScalar;

    /// <summary>Has no equal in JSON.</summary>
    public sealed record Refused(string Reason) : YamlScalar;

    public static YamlScalar Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new Literal("null"),
        "true" or "True" or "TRUE" => new Literal("true"),
        "false" or "False" or "FALSE" => new Literal("false"),
        _ when !StartsLikeANumber(text) => new Text(text),
        _ when NotFinite().IsMatch(text) => new Refused($"JSON has no number '{text}'. Quote it if it is a text."),
        _ when Decimal().IsMatch(text) => new Literal(JsonNumber(text)),
        _ when Radix().IsMatch(text) => FromRadix(text),
        _ => new Text(text),
    };

    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (this)
        {
            case Text { Value: var value }:
                writer.WriteStringValue(value);
                break;
            case Literal { Json: var json }:
                writer.WriteRawValue(json, skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue(); // Refused: the document is not accepted, but the rest of it is still read.
                break;
        }
    }

    private static bool StartsLikeANumber(string text) => char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.';

    /// <summary>
    /// The digits as they stand; only what JSON does not know is rewritten: <c>+1</c>, <c>007</c>, <c>.5</c>,
    /// <c>5.</c>.
    /// </summary>
    private static string JsonNumber(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var digits = text.TrimStart('+', '-');
        var end = digits.AsSpan().IndexOfAny('.', 'e', 'E');
        var (whole, rest) = end < 0 ? (digits, "") : (digits[..end], digits[end..]);
        whole = whole.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
        if (rest.StartsWith('.') && (rest.Length == 1 || !char.IsAsciiDigit(rest[1])))
        {
            rest = rest[1..];
        }

        return $"{sign}{whole}{rest}";
    }

    private static YamlScalar FromRadix(string text)
    {
        if (text.Length > MaxRadixDigits)
        {
            return new Refused($"The number '{Shown.Text(text)}' is too long. Write it in decimal, or quote it.");
        }

        var bitsPerDigit = text[1] == 'x' ? 4 : 3;
        var value = BigInteger.Zero;
        foreach (var digit in text.AsSpan(2))
        {
            value = (value << bitsPerDigit) + Convert.ToInt32(digit.ToString(), 16);
        }

        return new Literal(value.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^(0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Radix();

    [GeneratedRegex(@"^([-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();
}
