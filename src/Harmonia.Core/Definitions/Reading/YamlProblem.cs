using YamlDotNet.Core;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>Puts the parser's complaints into a sentence that helps.</summary>
internal static class YamlProblem
{
    public static string Explain(YamlException exception, string text) => IsIndentedByTab(text, (int)exception.Start.Line)
        ? "This is not valid YAML: the line is indented with a tab. Use spaces."
        : $"This is not valid YAML: {Shown.Text(exception.Message.Trim().TrimEnd('.'))}.";

    private static bool IsIndentedByTab(string text, int line)
    {
        var current = text.AsSpan();
        for (var passed = 1; passed < line; passed++)
        {
            current = current[(current.IndexOf('\n') + 1)..];
        }

        return current.TrimStart(' ').StartsWith("\t", StringComparison.Ordinal);
    }
}
