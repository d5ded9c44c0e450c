using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harmonia.Core.Failures;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>
/// Reads one YAML 1.2 document into JSON from the parser's events, so that nothing recurses or grows unnoticed.
/// </summary>
internal sealed class YamlSource : IDisposable
{
    private readonly DocumentLimits _limits;
    private readonly DocumentCursor _cursor;
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private readonly YamlAnchors _anchors = new();
    private readonly Stack<(string? Anchor, int Node, int Start)> _open = new();
    private int _documents;
    private int _aliasedValues;
    private int _aliasedBytes;

    private YamlSource(DocumentLimits limits, DocumentCursor cursor)
    {
        (_limits, _cursor) = (limits, cursor);
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = limits.MaxDepth + 1,

            // The cursor finds duplicate keys and the like, and nothing of a refused text is used.
            SkipValidation = true,
        });
    }

    public static JsonElement? Read(ReadOnlySpan<byte> text, DocumentLimits limits, DocumentCursor cursor)
    {
        using var source = new YamlSource(limits, cursor);
        return source.Read(Encoding.UTF8.GetString(text));
    }

    public void Dispose() => _writer.Dispose();

    private JsonElement? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        while (TryMoveNext(parser, text, out var parsed))
        {
            if (YamlProblem.IsTabbed(parsed, text))
            {
                Refuse(YamlProblem.Tabbed, PlaceOf(parsed.Start) with { Column = 1 });
                return null;
            }

            if (!Take(parsed))
            {
                return null;
            }
        }

        if (_cursor.HasFailed)
        {
            return null;
        }

        if (_documents == 0)
        {
            Refuse("The text is empty. A document is expected.", new SourcePosition(1, 1));
        }

        _writer.Flush();
        return _cursor.HasFailed
            ? null
            : JsonElement.Parse(_json.WrittenSpan, new JsonDocumentOptions { MaxDepth = _limits.MaxDepth });
    }

    private bool TryMoveNext(Parser parser, string text, [NotNullWhen(true)] out ParsingEvent? parsed)
    {
        parsed = null;
        try
        {
            parsed = parser.MoveNext() ? parser.Current : null;
        }
        catch (YamlException exception)
        {
            var (message, position) = YamlProblem.Explain(exception, text);
            Refuse(message, position);
        }
        catch (InvalidOperationException)
        {
            // The scanner's answer to some plain texts that are broken across lines inside of brackets.
            Refuse("This is not valid YAML: a text is broken off here.", PlaceOf(parser.Current?.End ?? Mark.Empty));
        }

        return parsed is not null;
    }

    /// <returns>Whether reading can go on.</returns>
    private bool Take(ParsingEvent parsed)
    {
        var position = PlaceOf(parsed.Start);
        switch (parsed)
        {
            case DocumentStart when ++_documents > 1:
                return Refuse("There is more than one document in the text. Send one at a time.", position);
            case NodeEvent or AnchorAlias when _cursor.ExpectsKey:
                return TakeKey(parsed, position);
            case MappingStart mapping:
                return Open(mapping, "map", position);
            case SequenceStart sequence:
                return Open(sequence, "seq", position);
            case MappingEnd when !_cursor.ExpectsKey: // The parser leaves out one of the two when a key is empty.
                return Refuse("An object has a value without a key here. Write the key.", _cursor.KeyPosition);
            case MappingEnd or SequenceEnd:
                Close(parsed is SequenceEnd);
                return true;
            case Scalar scalar:
                return TakeScalar(scalar, position);
            case AnchorAlias alias:
                return TakeAlias(alias.Value.Value, position);
            default:
                return true;
        }
    }

    private bool TakeKey(ParsingEvent parsed, SourcePosition position)
    {
        if (parsed is not Scalar scalar)
        {
            return Refuse("A key must be a plain text, not an object, a list or an alias.", position);
        }

        if (scalar is { Style: ScalarStyle.Plain, Value: "<<" })
        {
            return Refuse("Merge keys (<<) are not part of YAML 1.2. Write the members out.", position);
        }

        if (!scalar.Anchor.IsEmpty || !scalar.Tag.IsEmpty)
        {
            return Refuse($"The key '{Shown.Text(scalar.Value)}' has an anchor or a tag. Remove it.", position);
        }

        _cursor.Key(scalar.Value, position);
        _writer.WritePropertyName(scalar.Value);
        return true;
    }

    private bool Open(NodeEvent container, string kind, SourcePosition position)
    {
        if (!YamlTags.IsCore(container, kind))
        {
            return RefuseTag(container, position);
        }

        if (!_cursor.TryOpen(kind == "seq", position))
        {
            return false;
        }

        if (kind == "seq")
        {
            _writer.WriteStartArray();
        }
        else
        {
            _writer.WriteStartObject();
        }

        var anchor = container.Anchor.IsEmpty ? null : container.Anchor.Value;
        if (anchor is not null)
        {
            _writer.Flush();
            _anchors.Begin(anchor);
        }

        _open.Push((anchor, _cursor.Positions.Last, _json.WrittenCount - 1));
        return true;
    }

    private void Close(bool isList)
    {
        _cursor.Close();
        if (isList)
        {
            _writer.WriteEndArray();
        }
        else
        {
            _writer.WriteEndObject();
        }

        var (anchor, node, start) = _open.Pop();
        if (anchor is not null)
        {
            _writer.Flush();
            _anchors.Complete(anchor, new YamlAnchor(node, start, _json.WrittenCount - start));
        }
    }

    private bool TakeScalar(Scalar scalar, SourcePosition position)
    {
        var value = YamlTags.Resolve(scalar);
        if (value is null)
        {
            return RefuseTag(scalar, position);
        }

        if (value is YamlScalar.Refused { Reason: var reason })
        {
            Refuse(reason, position);
        }

        _cursor.Value(position);
        if (scalar.Anchor.IsEmpty)
        {
            value.WriteTo(_writer);
        }
        else
        {
            _writer.Flush();
            var start = _json.WrittenCount;
            value.WriteTo(_writer);
            _writer.Flush();
            start += _json.WrittenSpan[start] == ',' ? 1 : 0;
            _anchors.Complete(
                scalar.Anchor.Value, new YamlAnchor(_cursor.Positions.Last, start, _json.WrittenCount - start));
        }

        return true;
    }

    private bool TakeAlias(string name, SourcePosition position)
    {
        if (!_anchors.TryFind(name, out var anchor))
        {
            return Refuse($"There is no anchor '&{Shown.Text(name)}' before its alias.", position);
        }

        if (anchor is null)
        {
            return Refuse(
                $"The alias '*{Shown.Text(name)}' stands inside of its own anchor, without an end.", position);
        }

        _aliasedValues += _cursor.Positions.Size(anchor.Node);
        _aliasedBytes += anchor.Length;
        if (_aliasedValues > _limits.MaxAliasedValues || _aliasedBytes > _limits.MaxBytes)
        {
            return Refuse(
                FindingCodes.TooManyAliases,
                $"Aliases stand for more than {_limits.MaxAliasedValues} values or {_limits.MaxBytes} bytes."
                    + " Use fewer.",
                position);
        }

        if (_cursor.Depth + LevelsOf(anchor) > _limits.MaxDepth)
        {
            return Refuse(
                FindingCodes.TooDeep,
                $"With '*{Shown.Text(name)}' here, nesting is deeper than {_limits.MaxDepth} levels.",
                position);
        }

        _cursor.Repeat(anchor.Node, position);
        _writer.Flush();
        var copy = _json.WrittenSpan.Slice(anchor.Start, anchor.Length).ToArray();
        _writer.WriteRawValue(copy, skipInputValidation: true);
        return true;
    }

    private int LevelsOf(YamlAnchor anchor)
    {
        var reader = new Utf8JsonReader(
            _json.WrittenSpan.Slice(anchor.Start, anchor.Length),
            new JsonReaderOptions { MaxDepth = _limits.MaxDepth + 1 });
        var levels = 0;
        while (reader.Read())
        {
            var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            levels = Math.Max(levels, reader.CurrentDepth + (opens ? 1 : 0));
        }

        return levels;
    }

    private bool RefuseTag(NodeEvent node, SourcePosition position) =>
        Refuse($"The tag '{Shown.Text(node.Tag.Value)}' is not accepted. Remove it.", position);

    private bool Refuse(string message, SourcePosition position) => Refuse(FindingCodes.InvalidYaml, message, position);

    private bool Refuse(string code, string message, SourcePosition position)
    {
        _cursor.Report(code, message, position);
        return false;
    }

    private static SourcePosition PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
