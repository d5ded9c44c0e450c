using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Http;

/// <summary>Which headers an author may set, and which Harmonia adds.</summary>
internal static class HttpHeaderRules
{
    private const int MaxHeaders = 100;
    private const int MaxValueLength = 16 * 1024;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Framing and routing belong to the client: setting them by hand smuggles requests.</summary>
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Host", "HTTP2-Settings", "Keep-Alive", "Proxy-Authenticate",
        "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    private static readonly FrozenSet<string> OfBody = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Location", "Content-MD5",
        "Content-Range", "Content-Type", "Expires", "Last-Modified");

    public static bool DescribesBody(string name) => OfBody.Contains(name);

    public static IReadOnlyList<KeyValuePair<string, string>> Read(ObjectReader input)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in input.Members("headers"))
        {
            var problem = Problem(member) ?? (names.Add(member.Name) ? null : "is given twice");
            if (problem is not null)
            {
                var name = PlainText.EscapeControls(PlainText.Shorten(member.Name, 80));
                input.Report(FindingCodes.InvalidValue, "headers", $"The header \"{name}\" {problem}.");
                continue;
            }

            headers.Add(new(member.Name, member.Value.GetString()!));
        }

        if (headers.Count > MaxHeaders)
        {
            input.Report(FindingCodes.TooLarge, "headers", $"At most {MaxHeaders} headers are sent.");
        }

        return headers;
    }

    /// <summary>
    /// The headers that let a peer recognise a repeated attempt, know when it is given up, and join its trace; the
    /// author's own win.
    /// </summary>
    public static void AddOwn(HttpRequestMessage request, TaskCall call)
    {
        AddUnlessSet(request, "Idempotency-Key", call.IdempotencyKey);
        AddUnlessSet(request, "Harmonia-Idempotency-Key", call.IdempotencyKey);
        AddUnlessSet(request, "Harmonia-Execution", $"{call.ExecutionId}");
        AddUnlessSet(request, "Harmonia-Task", call.Task);
        AddUnlessSet(request, "Harmonia-Attempt", $"{call.Attempt}");
        AddUnlessSet(request, "Harmonia-Deadline", DeadlineOf(call));
        AddUnlessSet(request, "traceparent", call.TraceParent);
    }

    private static string? Problem(JsonProperty header)
    {
        if (ProblemOfName(header.Name) is { } problem)
        {
            return problem;
        }

        return header.Value.ValueKind is JsonValueKind.String
            ? ProblemOfValue(header.Value.GetString()!)
            : $"needs a text as its value, not {ObjectReader.Kind(header.Value)}";
    }

    private static void AddUnlessSet(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.Contains(name))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>When the attempt is given up, in UTC as ISO 8601 has it.</summary>
    public static string DeadlineOf(TaskCall call) =>
        call.Deadline.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <returns>What is wrong with a name, as the rest of a sentence.</returns>
    public static string? ProblemOfName(string name)
    {
        if (name.Length is 0 or > 256 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return "is not a valid header name";
        }

        return Refused.Contains(name) ? "is set by the client itself and cannot be given" : null;
    }

    /// <returns>What is wrong with a value, as the rest of a sentence.</returns>
    public static string? ProblemOfValue(string value)
    {
        if (value.Length > MaxValueLength)
        {
            return $"is longer than {MaxValueLength} characters";
        }

        return value.All(letter => letter is '\t' or (>= ' ' and <= '~'))
            ? null
            : "has a value with a line break, a control character or a character beyond ASCII";
    }
}
