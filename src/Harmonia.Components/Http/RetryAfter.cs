using System.Globalization;
using System.Net.Http.Headers;

namespace Harmonia.Components.Http;

/// <summary>Reads <c>Retry-After</c> (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>A peer cannot push an attempt further away than this.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromHours(1);

    /// <returns>Whole seconds from now; <see langword="null"/> when absent, negative or unreadable.</returns>
    public static long? Seconds(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // The typed property gives up on numbers beyond 32 bits, which are still a wish to wait long.
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values) || values.Count is 0)
        {
            return null;
        }

        var text = values.First().Trim();
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? Math.Min(seconds, (long)Max.TotalSeconds)
                : (long)Max.TotalSeconds;
        }

        return DateTimeOffset.TryParseExact(
            text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now
                ? (long)Math.Min(Math.Ceiling((date - now).TotalSeconds), Max.TotalSeconds)
                : null;
    }
}
