using System.Text.Json;
using Harmonia.Core.Definitions.Reading;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions;

/// <summary>How a text is to be read.</summary>
public enum DocumentFormat
{
    Json,

    /// <summary>YAML 1.2, core schema; JSON is read too, being a subset.</summary>
    Yaml,
}

/// <summary>What a document may take.</summary>
public sealed record DocumentLimits
{
    public static DocumentLimits Default { get; } = new();

    /// <summary>Bytes of the text (<c>HARMONIA_MAX_WORKFLOW_SIZE</c>).</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Nesting of objects and lists.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Values that YAML aliases may expand to beyond those written out.</summary>
    public int MaxAliasedValues { get; init; } = 1_000;
}

/// <summary>A JSON or YAML text that was read: its value, and where each part of it stands.</summary>
public sealed class SourceDocument
{
    private readonly PositionMap _positions;

    private SourceDocument(JsonElement root, PositionMap positions) => (Root, _positions) = (root, positions);

    public JsonElement Root { get; }

    /// <summary>
    /// Reads UTF-8 text (a byte order mark is skipped) with duplicate keys, depth, size and aliases checked.
    /// </summary>
    /// <returns><see langword="null"/> when the text cannot be read; every reason is added to <paramref
    /// name="findings"/>.</returns>
    public static SourceDocument? Read(
        ReadOnlyMemory<byte> text, DocumentFormat format, DocumentLimits limits, ICollection<Finding> findings)
    {
        var cursor = new DocumentCursor(limits, findings);
        if (text.Length > limits.MaxBytes)
        {
            cursor.Report(
                FindingCodes.TooLarge,
                $"The text has {text.Length} bytes; at most {limits.MaxBytes} are read. Split the document.",
                new SourcePosition(1, 1));
            return null;
        }

        if (!TextEncoding.TrySkipMark(text.Span, cursor, out var mark))
        {
            return null;
        }

        var root = format == DocumentFormat.Yaml
            ? YamlSource.Read(text.Span[mark..], limits, cursor)
            : JsonSource.Read(text.Span[mark..], limits, cursor);
        return root is { } value ? new SourceDocument(value, cursor.Positions) : null;
    }

    /// <returns>Where the value (or, for a member, its key) at a JSON Pointer stands; the nearest parent's
    /// place if it is absent.</returns>
    public SourcePosition? Locate(string pointer) => _positions.Find(Root, pointer);

    /// <summary>The finding with its position in this text, unless it has one.</summary>
    public Finding Place(Finding finding) =>
        finding.Position is null ? finding with { Position = Locate(finding.Pointer) } : finding;
}
