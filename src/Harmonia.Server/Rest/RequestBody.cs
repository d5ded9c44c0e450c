using System.Buffers;
using System.IO.Pipelines;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Harmonia.Server.Rest;

/// <summary>The one reader of bodies: content type, size, encoding, syntax, in this order.</summary>
internal static class RequestBody
{
    private const int MaxDepth = 64;
    private const string Json = "application/json";
    private static readonly string[] Yaml = ["application/yaml", "application/x-yaml", "text/yaml"];

    /// <summary>Reads a body of JSON that must be there.</summary>
    public static async ValueTask<ReceivedBody> ReadJsonAsync(ApiRequest request, int maxBytes)
    {
        var format = FormatOf(request, mayBeYaml: false);
        var bytes = await ReadAsync(request, maxBytes);
        return new ReceivedBody(bytes, Parse(bytes, format, Limits(maxBytes)));
    }

    /// <summary>Reads a body of JSON that may be left out.</summary>
    public static async ValueTask<ReceivedBody?> ReadOptionalJsonAsync(ApiRequest request, int maxBytes)
    {
        var bytes = await ReadAsync(request, maxBytes);
        if (bytes.IsEmpty)
        {
            return null;
        }

        var format = FormatOf(request, mayBeYaml: false);
        return new ReceivedBody(bytes, Parse(bytes, format, Limits(maxBytes)));
    }

    /// <summary>Takes a body without any field, or none at all: a field that is given was meant to have an
    /// effect.</summary>
    public static async ValueTask RefuseFieldsAsync(ApiRequest request)
    {
        if (await ReadOptionalJsonAsync(request, request.Services.BodyLimits.Command) is { } body)
        {
            new BodyFields(body.Document).Check();
        }
    }

    /// <summary>Reads a definition, in JSON or YAML, as text with its format.</summary>
    public static ValueTask<(ReadOnlyMemory<byte> Text, DocumentFormat Format)> ReadDefinitionAsync(
        ApiRequest request) => ReadDefinitionAsync(request, request.Services.BodyLimits.Definition);

    /// <summary>Reads a document, in JSON or YAML, as text with its format.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Text, DocumentFormat Format)> ReadDefinitionAsync(
        ApiRequest request, int maxBytes)
    {
        var format = FormatOf(request, mayBeYaml: true);
        return (await ReadAsync(request, maxBytes), format);
    }

    /// <exception cref="ApiException">The text cannot be read.</exception>
    public static SourceDocument Parse(ReadOnlyMemory<byte> text, DocumentFormat format, DocumentLimits limits)
    {
        List<Finding> findings = [];
        return SourceDocument.Read(text, format, limits, findings)
            ?? throw new ApiException(Problem.Of(CodeOf(findings, format), findings));
    }

    public static DocumentLimits Limits(int maxBytes) => new() { MaxBytes = maxBytes, MaxDepth = MaxDepth };

    private static string CodeOf(List<Finding> findings, DocumentFormat format) =>
        findings.Exists(finding => finding.Code == FindingCodes.InvalidEncoding) ? ApiCodes.InvalidEncoding
        : format == DocumentFormat.Yaml ? ApiCodes.InvalidYaml
        : ApiCodes.InvalidJson;

    private static DocumentFormat FormatOf(ApiRequest request, bool mayBeYaml) =>
        request.Given is null ? FormatOf(request.Context.Request, mayBeYaml) : DocumentFormat.Json;

    private static DocumentFormat FormatOf(HttpRequest request, bool mayBeYaml)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            if (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
            {
                return DocumentFormat.Json;
            }

            if (mayBeYaml && Array.Exists(
                Yaml, yaml => type.MediaType.Equals(yaml, StringComparison.OrdinalIgnoreCase)))
            {
                return DocumentFormat.Yaml;
            }
        }

        var expected = mayBeYaml ? $"{Json} or {Yaml[0]}" : Json;
        throw new ApiException(new Problem(
            StatusCodes.Status415UnsupportedMediaType,
            ApiCodes.UnsupportedMediaType,
            $"The Content-Type must be {expected}, in UTF-8; it is '{Wire.Shorten(request.ContentType ?? "")}'.")
        {
            Details = new Client.ErrorDetails { Field = HeaderNames.ContentType },
        });
    }

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(ApiRequest request, int maxBytes)
    {
        if (request.Given is { Body: var given })
        {
            return given.Length <= maxBytes ? given : throw TooLarge(maxBytes);
        }

        if (request.Context.Request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var reader = request.Context.Request.BodyReader;
        while (true)
        {
            var result = await ReadOnAsync(reader, request.Token);
            if (result.Buffer.Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadOnAsync(PipeReader reader, CancellationToken token)
    {
        try
        {
            return await reader.ReadAsync(token);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // The size of a chunk was no number that fits, or the caller went away: the server did nothing wrong.
            throw new BadHttpRequestException("The body cannot be read.", exception);
        }
    }

    private static ApiException TooLarge(int maxBytes) => new(new Problem(
        StatusCodes.Status413PayloadTooLarge,
        ApiCodes.PayloadTooLarge,
        $"The body is larger than the {maxBytes} bytes that this call takes."));
}

/// <summary>A body that was read.</summary>
/// <param name="Bytes">As they were sent.</param>
/// <param name="Document">What they say.</param>
internal sealed record ReceivedBody(ReadOnlyMemory<byte> Bytes, SourceDocument Document);
