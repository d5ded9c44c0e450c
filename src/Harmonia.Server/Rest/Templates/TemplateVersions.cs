using System.Globalization;
using System.Text.RegularExpressions;

namespace Harmonia.Server.Rest.Templates;

/// <summary>Labels of versions that nobody chose.</summary>
internal static partial class TemplateVersions
{
    public const string First = "1.0.0";

    /// <returns>The label with its last number raised: 1.0.1 after 1.0.0, v3 after v2.</returns>
    public static string After(string version)
    {
        var last = LastNumber().Match(version);
        if (!last.Success)
        {
            return version + ".1";
        }

        var number = int.Parse(last.ValueSpan, CultureInfo.InvariantCulture) + 1;
        return version[..last.Index] + number.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"[0-9]{1,8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LastNumber();
}
