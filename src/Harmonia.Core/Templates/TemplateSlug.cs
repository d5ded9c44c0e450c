using System.Text;

namespace Harmonia.Core.Templates;

/// <summary>The short name by which a template is found too: <c>Bug Fix</c> and <c>bug_fix</c> are <c>bug-fix</c>.
/// </summary>
public static class TemplateSlug
{
    /// <returns>Lower-case letters and digits with single hyphens between; "" when there are none.</returns>
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
