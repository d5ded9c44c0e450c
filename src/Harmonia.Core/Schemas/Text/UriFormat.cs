using System.Buffers;

namespace Harmonia.Core.Schemas.Text;

/// <summary>Absolute URIs of RFC 3986, which System.Uri reads more generously.</summary>
internal static class UriFormat
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Unreserved = Letters + "0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";
    private const string PathLetters = Unreserved + SubDelimiters + ":@/%";

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(Letters + "0123456789+-.");
    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":%");
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(Unreserved + SubDelimiters + "%");
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(PathLetters);
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(PathLetters + "?");
    private static readonly SearchValues<char> FutureCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":");

    public static SearchValues<char> HexDigits { get; } = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || text[..colon].ContainsAnyExcept(SchemeCharacters)
            || !HasWholeEscapes(text))
        {
            return false;
        }

        var rest = text[(colon + 1)..];
        return IsCut(ref rest, '#', QueryCharacters) && IsCut(ref rest, '?', QueryCharacters) && IsHierarchy(rest);
    }

    // Cuts off what follows the mark, if it is there, and checks it.
    private static bool IsCut(ref ReadOnlySpan<char> text, char mark, SearchValues<char> allowed)
    {
        var at = text.IndexOf(mark);
        if (at < 0)
        {
            return true;
        }

        var tail = text[(at + 1)..];
        text = text[..at];
        return !tail.ContainsAnyExcept(allowed);
    }

    private static bool IsHierarchy(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("//"))
        {
            return !text.ContainsAnyExcept(PathCharacters);
        }

        var authority = text[2..];
        var slash = authority.IndexOf('/');
        if (slash >= 0)
        {
            if (authority[slash..].ContainsAnyExcept(PathCharacters))
            {
                return false;
            }

            authority = authority[..slash];
        }

        return IsAuthority(authority);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at >= 0 && text[..at].ContainsAnyExcept(UserCharacters))
        {
            return false;
        }

        var host = text[(at + 1)..];
        var port = host.LastIndexOf(':');
        if (port > host.LastIndexOf(']'))
        {
            if (host[(port + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }

            host = host[..port];
        }

        return host.StartsWith('[')
            ? host.EndsWith(']') && IsLiteral(host[1..^1])
            : !host.ContainsAnyExcept(HostCharacters);
    }

    private static bool IsLiteral(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("v", StringComparison.OrdinalIgnoreCase))
        {
            return AddressFormats.IsIpv6(text);
        }

        var dot = text.IndexOf('.');
        return dot > 1
            && !text[1..dot].ContainsAnyExcept(HexDigits)
            && dot < text.Length - 1
            && !text[(dot + 1)..].ContainsAnyExcept(FutureCharacters);
    }

    private static bool HasWholeEscapes(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0;)
        {
            if (at + 2 >= text.Length || text.Slice(at + 1, 2).ContainsAnyExcept(HexDigits))
            {
                return false;
            }

            text = text[(at + 3)..];
            at = text.IndexOf('%');
        }

        return true;
    }
}
