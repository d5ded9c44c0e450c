namespace Harmonia.Core.Schemas.Text;

/// <summary>The formats that are checked when <see cref="SchemaOptions.AssertFormats"/> asks for it.</summary>
internal static class StringFormats
{
    /// <returns>Null for a format that only annotates.</returns>
    public static Func<string, bool>? Find(string format) => format switch
    {
        "date-time" => static text => TimeFormats.IsDateTime(text),
        "date" => static text => TimeFormats.IsDate(text),
        "time" => static text => TimeFormats.IsTime(text),
        "duration" => static text => TimeFormats.IsDuration(text),
        "email" => EmailFormat.IsEmail,
        "uri" => static text => UriFormat.IsUri(text),
        "uuid" => static text => IsUuid(text),
        "ipv4" => static text => AddressFormats.IsIpv4(text),
        "ipv6" => static text => AddressFormats.IsIpv6(text),
        "regex" => SchemaPattern.IsPattern,
        _ => null,
    };

    private static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            var fits = index is 8 or 13 or 18 or 23 ? text[index] == '-' : char.IsAsciiHexDigit(text[index]);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
