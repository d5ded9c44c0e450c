using System.Buffers;
using System.Collections.Frozen;

namespace Harmonia.Core.Schemas.Text;

/// <summary>The sets of characters that ECMA-262 names, in the syntax of a .NET class.</summary>
internal static class PatternNames
{
    private const string Digits = "0-9";
    private const string NoDigits = @"\u0000-\u002F\u003A-\uFFFF";
    private const string WordLetters = "A-Za-z0-9_";
    private const string NoWordLetters = @"\u0000-\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-\uFFFF";

    private const string Spaces =
        @"\u0009-\u000D\u0020\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

    private const string NoSpaces =
        @"\u0000-\u0008\u000E-\u001F\u0021-\u009F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E"
        + @"\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE\uFF00-\uFFFF";

    private static readonly FrozenDictionary<string, string> Categories = new Dictionary<string, string>
    {
        ["Letter"] = "L",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Mark"] = "M",
        ["Nonspacing_Mark"] = "Mn",
        ["Spacing_Mark"] = "Mc",
        ["Enclosing_Mark"] = "Me",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd",
        ["Letter_Number"] = "Nl",
        ["Other_Number"] = "No",
        ["Punctuation"] = "P",
        ["punct"] = "P",
        ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd",
        ["Open_Punctuation"] = "Ps",
        ["Close_Punctuation"] = "Pe",
        ["Initial_Punctuation"] = "Pi",
        ["Final_Punctuation"] = "Pf",
        ["Other_Punctuation"] = "Po",
        ["Symbol"] = "S",
        ["Math_Symbol"] = "Sm",
        ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk",
        ["Other_Symbol"] = "So",
        ["Separator"] = "Z",
        ["Space_Separator"] = "Zs",
        ["Line_Separator"] = "Zl",
        ["Paragraph_Separator"] = "Zp",
        ["Other"] = "C",
        ["Control"] = "Cc",
        ["cntrl"] = "Cc",
        ["Format"] = "Cf",
        ["Private_Use"] = "Co",
        ["Unassigned"] = "Cn",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The letters of a group's name.</summary>
    public static SearchValues<char> Letters { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    /// <summary>What stands between the braces of a quantifier.</summary>
    public static SearchValues<char> Quantities { get; } = SearchValues.Create("0123456789,");

    public static string Class(char escape) => escape switch
    {
        'd' => Digits,
        'D' => NoDigits,
        'w' => WordLetters,
        'W' => NoWordLetters,
        's' => Spaces,
        _ => NoSpaces,
    };

    /// <returns>The short name that .NET knows, or null.</returns>
    public static string? Category(string name)
    {
        var value = name.StartsWith("General_Category=", StringComparison.Ordinal)
            || name.StartsWith("gc=", StringComparison.Ordinal)
            ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : name;
        return Categories.TryGetValue(value, out var category) ? category
            : Categories.Values.Contains(value) ? value
            : null;
    }

    public static string Unit(int code) => $"\\u{code:X4}";

    /// <summary>A range beyond U+FFFF as alternatives of surrogate pairs.</summary>
    public static IEnumerable<string> Pairs(int first, int last)
    {
        while (first <= last)
        {
            // One alternative covers the low halves that share a high half.
            var end = Math.Min(last, first | 0x3FF);
            var text = char.ConvertFromUtf32(first);
            yield return $"{Unit(text[0])}[{Unit(text[1])}-{Unit(char.ConvertFromUtf32(end)[1])}]";
            first = end + 1;
        }
    }
}
