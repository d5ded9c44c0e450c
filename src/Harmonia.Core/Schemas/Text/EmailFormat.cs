using System.Buffers;

namespace Harmonia.Core.Schemas.Text;

/// <summary>Mail addresses of RFC 5321.</summary>
internal static class EmailFormat
{
    private const int MaxLocalLength = 64;
    private const int MaxDomainLength = 253;
    private const int MaxLabelLength = 63;
    private const string Ipv6Tag = "IPv6:";

    private static readonly SearchValues<char> AtomCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= MaxLocalLength && IsLocal(text.AsSpan(..at)) && IsDomain(text.AsSpan((at + 1)..));
    }

    private static bool IsLocal(ReadOnlySpan<char> text)
    {
        if (text is ['"', .. var quoted, '"'])
        {
            return IsQuoted(quoted);
        }

        foreach (var atom in text.Split('.'))
        {
            if (text[atom].IsEmpty || text[atom].ContainsAnyExcept(AtomCharacters))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == '"')
            {
                return false;
            }

            if (index == text.Length || text[index] is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        if (text is ['[', .. var literal, ']'])
        {
            return literal.StartsWith(Ipv6Tag, StringComparison.OrdinalIgnoreCase)
                ? AddressFormats.IsIpv6(literal[Ipv6Tag.Length..])
                : AddressFormats.IsIpv4(literal);
        }

        foreach (var range in text.Split('.'))
        {
            var label = text[range];
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-'
                || label.ContainsAnyExcept(LabelCharacters))
            {
                return false;
            }
        }

        return text.Length <= MaxDomainLength;
    }
}
