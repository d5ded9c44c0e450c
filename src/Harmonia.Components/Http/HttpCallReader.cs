using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Http;

/// <summary>Reads the input of <c>http/request</c>.</summary>
internal static class HttpCallReader
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <returns><see langword="null"/> when there are findings.</returns>
    public static HttpCall? Read(JsonElement element, HttpLimits limits, ICollection<Finding> findings)
    {
        var input = new ObjectReader(element, "", findings);
        var method = ReadMethod(input);
        var url = HttpUrl.Read(input);
        var headers = HttpHeaderRules.Read(input);
        var body = ReadBody(input, limits.MaxRequestBytes);
        var accepted = AcceptedStatuses.Read(input, "accept_status");
        var timeout = input.Seconds("timeout", MaxTimeout);
        input.RefuseUnknown();
        if (body is null && headers.Any(header => HttpHeaderRules.DescribesBody(header.Key)))
        {
            input.Report(FindingCodes.InvalidValue, "headers", "A header describes a body, but there is none.");
        }

        return findings.Count is 0 ? new HttpCall(method, url!, headers, body, accepted, timeout) : null;
    }

    private static HttpMethod ReadMethod(ObjectReader input)
    {
        var method = input.Text("method") ?? "GET";
        if (!Methods.Contains(method))
        {
            input.Report(
                FindingCodes.InvalidValue, "method", $"The method has to be one of {string.Join(", ", Methods)}.");
            return HttpMethod.Get;
        }

        return HttpMethod.Parse(method);
    }

    private static HttpCallBody? ReadBody(ObjectReader input, int maxBytes)
    {
        // A JSON null is a body like any other, unlike an absent text.
        var hasJson = input.TryGet("json", out var json);
        var text = input.Text("text");
        var base64 = input.Text("base64");
        if ((hasJson ? 1 : 0) + (text is null ? 0 : 1) + (base64 is null ? 0 : 1) > 1)
        {
            input.Report(FindingCodes.InvalidValue, "json", "At most one of json, text and base64 may be given.");
            return null;
        }

        var (field, body) = (hasJson, text, base64) switch
        {
            (true, _, _) => ("json", new HttpCallBody(WriteJson(json), "application/json")),
            (_, { } value, _) => ("text", new HttpCallBody(Encoding.UTF8.GetBytes(value), "text/plain; charset=utf-8")),
            (_, _, { } value) => ("base64", ReadBase64(input, value)),
            _ => ("", null),
        };
        if (body?.Bytes.Length > maxBytes)
        {
            input.Report(
                FindingCodes.TooLarge, field, $"The body has {body.Bytes.Length} bytes; at most {maxBytes} are sent.");
        }

        return body;
    }

    private static byte[] WriteJson(JsonElement json) => Encoding.UTF8.GetBytes(json.GetRawText());

    private static HttpCallBody? ReadBase64(ObjectReader input, string value)
    {
        var bytes = new byte[(value.Length / 4 * 3) + 3];
        if (Convert.TryFromBase64String(value, bytes, out var length))
        {
            return new HttpCallBody(bytes[..length], "application/octet-stream");
        }

        input.Report(FindingCodes.InvalidValue, "base64", "This is not base64.");
        return null;
    }
}
