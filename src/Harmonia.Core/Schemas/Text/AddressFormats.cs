namespace Harmonia.Core.Schemas.Text;

/// <summary>Addresses of the internet protocol, written as RFC 2673 and RFC 4291 say.</summary>
internal static class AddressFormats
{
    private const int Ipv6Groups = 8;

    public static bool IsIpv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            parts++;
            if (part.Length is 0 or > 3
                || part.IndexOfAnyExceptInRange('0', '9') >= 0
                || (part.Length > 1 && part[0] == '0')
                || int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return parts == 4;
    }

    public static bool IsIpv6(ReadOnlySpan<char> text)
    {
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return CountGroups(text, mayEndInIpv4: true) == Ipv6Groups;
        }

        var before = text[..gap];
        var after = text[(gap + 2)..];
        var first = before.IsEmpty ? 0 : CountGroups(before, mayEndInIpv4: false);
        var last = after.IsEmpty ? 0 : CountGroups(after, mayEndInIpv4: true);
        return first >= 0 && last >= 0 && first + last < Ipv6Groups;
    }

    /// <returns>-1 when some group is wrong.</returns>
    private static int CountGroups(ReadOnlySpan<char> text, bool mayEndInIpv4)
    {
        var groups = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (mayEndInIpv4 && range.End.GetOffset(text.Length) == text.Length && group.Contains('.'))
            {
                return IsIpv4(group) ? groups + 2 : -1;
            }

            if (group.Length is 0 or > 4 || group.ContainsAnyExcept(UriFormat.HexDigits))
            {
                return -1;
            }

            groups++;
        }

        return groups;
    }
}
