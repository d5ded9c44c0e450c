using System.Text.RegularExpressions;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>
/// Texts of graphs with transitions that are nothing but a path into the state, and stand for what is found there.
/// </summary>
internal static partial class BarePaths
{
    private static readonly TextEdits Edits = new(static (text, _) => Translate(text));

    public static void Resolve(DialectObject task) => Edits.Apply(task, "input");

    /// <summary>When the path leads nowhere the text was meant as a text, such as the name of a file.</summary>
    private static string? Translate(string text) =>
        PathPattern().IsMatch(text) ? $"${{{text} ?? \"{text}\"}}" : null;

    [GeneratedRegex(
        @"^(state|input|parameters|params|param|context)(\.[A-Za-z_][A-Za-z0-9_]*(\[\d{1,9}\])*)+\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern();
}
