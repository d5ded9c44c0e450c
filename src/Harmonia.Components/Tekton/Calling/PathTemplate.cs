using System.Text;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>A path with placeholders: <c>/memory/{memory_id|id}</c>. Each is required.</summary>
internal static class PathTemplate
{
    public static string Render(string template, CallInput input)
    {
        var path = new StringBuilder();
        var at = 0;
        while (template.IndexOf('{', at) is var start and >= 0)
        {
            var end = template.IndexOf('}', start);
            var names = template[(start + 1)..end].Split('|');
            path.Append(template, at, start - at).Append(Segment(names, input));
            at = end + 1;
        }

        return path.Append(template, at, template.Length - at).ToString();
    }

    /// <summary>One segment: a value can neither leave its place in the path nor begin a query.</summary>
    private static string Segment(string[] names, CallInput input)
    {
        var value = input.Text(names, required: true) ?? "";
        if (value is "." or "..")
        {
            input.Report(FindingCodes.InvalidValue, names[0], "This cannot be a part of a path.");
        }

        return Uri.EscapeDataString(value);
    }
}
