using System.Text;

namespace Harmonia.Components.Registered;

/// <summary>The path of an action, with <c>{name}</c> where the value of a parameter goes.</summary>
internal static class PathTemplate
{
    private const int MaxLength = 2048;

    public static string? Problem(string path)
    {
        if (path is not ['/', ..] || path.Length > MaxLength)
        {
            return $"A path begins with \"/\" and has at most {MaxLength} characters.";
        }

        if (path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal)
            || path.Any(letter => letter is <= ' ' or >= '\u007f' or '#'))
        {
            return "A path is ASCII without white space, backslash, # and leading //; percent-encode other characters.";
        }

        if (LeadsUp(path))
        {
            return "A path has no segments \".\" and \"..\".";
        }

        return Split(path, static (_, _) => { })
            ? null
            : "A placeholder in this path is wrong: write {name} for the value of a parameter.";
    }

    public static IEnumerable<string> Names(string path)
    {
        List<string> names = [];
        Split(path, (text, isName) =>
        {
            if (isName)
            {
                names.Add(text);
            }
        });
        return names;
    }

    /// <param name="path">One without a problem.</param>
    /// <param name="valueOf">The value of a parameter, which is percent-encoded here.</param>
    public static string Render(string path, Func<string, string> valueOf)
    {
        var rendered = new StringBuilder();
        Split(path, (text, isName) => rendered.Append(isName ? Uri.EscapeDataString(valueOf(text)) : text));
        return rendered.ToString();
    }

    /// <summary>Segments of dots are resolved by clients and proxies, also percent-encoded ones.</summary>
    public static bool LeadsUp(string path) => path.Split('?')[0].Split('/')
        .Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");

    /// <returns>Whether all braces are closed around a name.</returns>
    private static bool Split(string path, Action<string, bool> part)
    {
        for (var rest = path; ;)
        {
            var open = rest.IndexOfAny(['{', '}']);
            if (open < 0)
            {
                part(rest, false);
                return true;
            }

            var close = rest.IndexOfAny(['{', '}'], open + 1);
            if (rest[open] is '}' || close < 0 || rest[close] is '{' || close == open + 1)
            {
                return false;
            }

            part(rest[..open], false);
            part(rest[(open + 1)..close], true);
            rest = rest[(close + 1)..];
        }
    }
}
