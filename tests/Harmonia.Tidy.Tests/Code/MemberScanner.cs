using System.Text.RegularExpressions;

namespace Harmonia.Tidy.Tests.Code;

/// <summary>A member of a type, or a statement at the top of a program.</summary>
internal readonly record struct Member(int Line, int Lines, string Header);

/// <summary>Finds members and their lengths by counting braces, in code without comments and literals.</summary>
internal static partial class MemberScanner
{
    /// <summary>Members with code; tables (initializers without a lambda) are data and do not count.</summary>
    public static IEnumerable<Member> Scan(string source)
    {
        var code = CSharpText.Read(source).Code;
        var open = new Stack<bool>([true]);
        var (start, brackets, endsAtSemicolon) = (0, 0, false);
        for (var at = 0; at < code.Length; at++)
        {
            var inContainer = open.Peek();
            switch (code[at])
            {
                case '(' or '[':
                    brackets++;
                    break;
                case ')' or ']':
                    brackets--;
                    break;
                case '=' when inContainer && brackets == 0 && IsArrowOrAssignment(code, start, at):
                    endsAtSemicolon = true;
                    break;
                case '{':
                    var isContainer = inContainer && !endsAtSemicolon && IsContainer(code[start..at]);
                    open.Push(isContainer);
                    (start, endsAtSemicolon) = isContainer ? (at + 1, false) : (start, endsAtSemicolon);
                    break;
                case '}' when open.Count > 1:
                    if (open.Pop())
                    {
                        (start, endsAtSemicolon) = (at + 1, false);
                    }
                    else if (open.Peek() && !endsAtSemicolon && brackets == 0)
                    {
                        goto case ';';
                    }

                    break;
                case ';':
                    if (open.Peek() && brackets == 0)
                    {
                        if (Measure(code, start, at) is { } member)
                        {
                            yield return member;
                        }

                        (start, endsAtSemicolon) = (at + 1, false);
                    }

                    break;
            }
        }
    }

    private static Member? Measure(string code, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(code[start]))
        {
            start++;
        }

        var text = code[start..(end + 1)];
        if (IsTable(text))
        {
            return null;
        }

        var header = text.Split('\n')[0].Trim();
        return new(code.AsSpan(0, start).Count('\n') + 1, text.AsSpan().Count('\n') + 1, header);
    }

    /// <summary>After either, only a semicolon ends the member. A property's initializer stands on its own.</summary>
    private static bool IsArrowOrAssignment(string code, int start, int at) =>
        at > start && at + 1 < code.Length && code[at - 1] is not ('=' or '!' or '<' or '>') && code[at + 1] != '='
            && !string.IsNullOrWhiteSpace(code[start..at]);

    private static bool IsTable(string text)
    {
        var flat = Brackets().Replace(text.Split('{')[0], "");
        return Assignment().IsMatch(flat) && !text.Contains("=>", StringComparison.Ordinal);
    }

    private static bool IsContainer(string header)
    {
        var constraints = header.IndexOf(" where ", StringComparison.Ordinal);
        return ContainerWord().IsMatch(constraints < 0 ? header : header[..constraints]);
    }

    [GeneratedRegex(@"\b(class|struct|interface|enum|namespace)\s+\w|\brecord\s+[A-Z]\w*|\bextension\s*[(<]")]
    private static partial Regex ContainerWord();

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"(?<![=<>!])=(?![=>])")]
    private static partial Regex Assignment();
}
