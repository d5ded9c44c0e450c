using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered;

/// <summary>Reads where a component is, and puts addresses below it together.</summary>
internal static class BaseUrl
{
    private const int MaxLength = 2048;

    public static Uri? Read(ObjectReader fields, string field)
    {
        if (fields.Text(field) is not { } text)
        {
            return null;
        }

        if (Problem(text, out var url) is { } problem)
        {
            fields.Report(FindingCodes.InvalidValue, field, problem);
            return null;
        }

        return url;
    }

    /// <param name="baseUrl">Of the component.</param>
    /// <param name="path">Begins with a slash; may have a query.</param>
    public static Uri Join(Uri baseUrl, string path) => new(baseUrl.AbsoluteUri.TrimEnd('/') + path);

    private static string? Problem(string text, out Uri? url)
    {
        url = null;
        if (text.Length > MaxLength)
        {
            return $"The URL is longer than {MaxLength} characters.";
        }

        if (text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '\\'))
        {
            return "The URL holds a control character, white space or a backslash; percent-encode it.";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https")
            || url.IdnHost.Length is 0)
        {
            return "The URL has to be an absolute http or https URL with a host.";
        }

        if (url.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal))
        {
            return "A URL with user information is refused; use \"authentication\".";
        }

        return text.Contains('?', StringComparison.Ordinal) || text.Contains('#', StringComparison.Ordinal)
            ? "The URL has a query or a fragment; parameters are given to actions."
            : null;
    }
}
