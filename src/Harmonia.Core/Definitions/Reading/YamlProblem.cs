using Harmonia.Core.Failures;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>Puts the parser's complaints into a sentence that helps.</summary>
internal static class YamlProblem
{
    public const string Tabbed = "This is not valid YAML: the line is indented with a tab. Use spaces.";

    /// <summary>
    /// Whether a tab stands before an object or list in block form, which the parser does not always mind.
    /// </summary>
    public static bool IsTabbed(ParsingEvent parsed, string text)
    {
        if (parsed is not (MappingStart { Style: MappingStyle.Block } or SequenceStart { Style: SequenceStyle.Block }))
        {
            return false;
        }

        var before = text.AsSpan(0, (int)parsed.Start.Index);
        return before[(before.LastIndexOfAny('\n', '\r') + 1)..].Contains('\t');
    }

    public static (string Message, SourcePosition Position) Explain(YamlException exception, string text)
    {
        var start = new SourcePosition((int)exception.Start.Line, (int)exception.Start.Column);

        // The parser complains of a tab where the block began; what has to be changed is the line with the tab.
        var isAboutTab = exception.Message.Contains(" tab", StringComparison.Ordinal);
        return isAboutTab && FirstTabbedLine(text, start.Line) is { } line
            ? (Tabbed, new SourcePosition(line, 1))
            : ($"This is not valid YAML: {Shown.Text(exception.Message.Trim().TrimEnd('.'))}.", start);
    }

    private static int? FirstTabbedLine(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++number >= from && line.TrimStart(' ').StartsWith("\t", StringComparison.Ordinal))
            {
                return number;
            }
        }

        return null;
    }
}
