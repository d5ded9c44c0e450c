using System.Text;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>Follows a reader through UTF-8 text and counts lines and columns once for all of it.</summary>
internal ref struct TextPlace(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The place of a byte that is not before the last one asked for.</summary>
    public SourcePosition At(long offset)
    {
        var target = (int)Math.Clamp(offset, _offset, _text.Length);
        var passed = _text[_offset..target];
        _line += passed.Count((byte)'\n');
        var lastBreak = passed.LastIndexOf((byte)'\n');
        var sinceBreak = Encoding.UTF8.GetCharCount(passed[(lastBreak + 1)..]);
        _column = lastBreak < 0 ? _column + sinceBreak : sinceBreak + 1;
        _offset = target;
        return new SourcePosition(_line, _column);
    }
}
