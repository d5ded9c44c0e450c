using System.Text;

namespace Harmonia.Core.Schemas.Text;

/// <content>Classes such as <c>[a-z]</c>.</content>
internal sealed partial class PatternTranslator
{
    private void TranslateClass()
    {
        var negated = _at < pattern.Length && pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var units = new StringBuilder();
        var pairs = new List<string>();
        while (Take("a class, which needs a \"]\"") is var next && next != ']')
        {
            AddToClass(next, units, pairs);
        }

        if (negated && pairs.Count > 0)
        {
            throw new PatternException("a negated class may not name characters beyond U+FFFF.");
        }

        if (negated)
        {
            _output.Append($"(?:[^{units}{Surrogates}]|{Pair})");
        }
        else if (pairs.Count > 0)
        {
            var alternatives = units.Length > 0 ? pairs.Prepend($"[{units}]") : pairs;
            _output.Append("(?:").AppendJoin('|', alternatives).Append(')');
        }
        else
        {
            _output.Append(units.Length > 0 ? $"[{units}]" : @"[^\s\S]"); // "[]" matches nothing.
        }
    }

    private void AddToClass(char next, StringBuilder units, List<string> pairs)
    {
        if (TryTakeSet(next, out var set))
        {
            units.Append(set);
            return;
        }

        var first = TakeClassMember(next);
        var last = first;
        if (_at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
        {
            _at++;
            var end = Take("a range");
            if (TryTakeSet(end, out var other))
            {
                units.Append(PatternNames.Unit(first)).Append(@"\-").Append(other);
                return;
            }

            last = TakeClassMember(end);
        }

        if (last < first)
        {
            throw new PatternException("a range in a class ends before it starts.");
        }

        if (first <= char.MaxValue)
        {
            units.Append($"{PatternNames.Unit(first)}-{PatternNames.Unit(Math.Min(last, char.MaxValue))}");
        }

        if (last > char.MaxValue)
        {
            pairs.AddRange(PatternNames.Pairs(Math.Max(first, char.MaxValue + 1), last));
        }
    }

    private bool TryTakeSet(char next, out string set)
    {
        set = "";
        if (next == '\\' && _at < pattern.Length && "dDwWsSpP".Contains(pattern[_at], StringComparison.Ordinal))
        {
            var kind = pattern[_at++];
            set = kind is 'p' or 'P' ? TakeProperty(kind) : PatternNames.Class(kind);
        }

        return set.Length > 0;
    }

    private int TakeClassMember(char next)
    {
        if (next == '\\')
        {
            var escaped = Take("an escape");
            return escaped == 'b' ? '\b' : TakeEscapedCodePoint(escaped);
        }

        return char.IsHighSurrogate(next) && _at < pattern.Length && char.IsLowSurrogate(pattern[_at])
            ? char.ConvertToUtf32(next, pattern[_at++])
            : next;
    }
}
