using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Http;

/// <summary>Reads <c>url</c> and <c>query</c>.</summary>
internal static class HttpUrl
{
    private const int MaxLength = 16 * 1024;

    public static Uri? Read(ObjectReader input)
    {
        var query = ReadQuery(input);
        if (input.Text("url", required: true) is not { } text)
        {
            return null;
        }

        if (Problem(text) is { } problem)
        {
            input.Report(FindingCodes.InvalidValue, "url", problem);
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            || url.IdnHost.Length is 0)
        {
            input.Report(
                FindingCodes.InvalidValue, "url", "The URL has to be an absolute http or https URL with a host.");
            return null;
        }

        if (url.UserInfo.Length > 0 || Authority(text).Contains('@', StringComparison.Ordinal))
        {
            input.Report(
                FindingCodes.InvalidValue,
                "url",
                "A URL with user information is refused; use the Authorization header.");
            return null;
        }

        var complete = WithQuery(url, query);
        if (complete.AbsoluteUri.Length > MaxLength)
        {
            input.Report(
                FindingCodes.TooLarge, "url", $"The URL with its query is longer than {MaxLength} characters.");
        }

        return complete;
    }

    private static string? Problem(string text) => text switch
    {
        { Length: > MaxLength } => $"The URL is longer than {MaxLength} characters.",
        _ when text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '\\') =>
            "The URL holds a control character, white space or a backslash; percent-encode it.",
        _ => null,
    };

    /// <summary>Taken from the text itself, because a parser may drop an empty user name.</summary>
    private static string Authority(string text)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = text.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? text[start..] : text.Substring(start, end);
    }

    private static string ReadQuery(ObjectReader input)
    {
        var query = new StringBuilder();
        foreach (var member in input.Members("query"))
        {
            IEnumerable<JsonElement> values =
                member.Value.ValueKind is JsonValueKind.Array ? member.Value.EnumerateArray() : [member.Value];
            foreach (var value in values)
            {
                if (Scalar(value) is not { } text)
                {
                    input.Report(
                        FindingCodes.WrongType,
                        "query",
                        $"The value of \"{PlainText.Shorten(member.Name, 80)}\" has to be a text, a number, true or "
                        + $"false, or a list of those, not {ObjectReader.Kind(value)}.");
                    continue;
                }

                query.Append(query.Length is 0 ? "" : "&")
                    .Append(Uri.EscapeDataString(member.Name)).Append('=').Append(Uri.EscapeDataString(text));
            }
        }

        return query.ToString();
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static Uri WithQuery(Uri url, string query)
    {
        if (query.Length is 0)
        {
            return url;
        }

        var present = url.Query.TrimStart('?');
        return new UriBuilder(url) { Query = present.Length is 0 ? query : $"{present}&{query}" }.Uri;
    }
}
