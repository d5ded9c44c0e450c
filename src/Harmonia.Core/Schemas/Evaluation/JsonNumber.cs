using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Harmonia.Core.Schemas.Evaluation;

/// <summary>A JSON number without rounding: sign, digits without zeros at either end, and a power of ten.</summary>
internal readonly record struct JsonNumber : IComparable<JsonNumber>
{
    /// <summary>Digits that <see cref="IsMultipleOf"/> divides; the division is quadratic in them.</summary>
    public const int MaxDividedDigits = 4096;

    // Longer exponents than this say "beyond measure" either way.
    private const long MaxExponent = 1_000_000_000_000_000;

    private readonly string _digits;
    private readonly long _exponent;
    private readonly int _sign;

    private JsonNumber(int sign, string digits, long exponent)
    {
        _sign = sign;
        _digits = digits;
        _exponent = exponent;
    }

    public bool IsInteger => _exponent >= 0;

    public bool IsPositive => _sign > 0;

    public bool IsNegative => _sign < 0;

    public int DigitCount => _digits.Length;

    public static JsonNumber Of(JsonElement number)
    {
        var raw = Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(number));
        var text = raw.AsSpan(raw[0] == '-' ? 1 : 0);
        var exponent = 0L;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            exponent = ReadExponent(text[(mark + 1)..]);
            text = text[..mark];
        }

        var point = text.IndexOf('.');
        var digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        exponent -= point < 0 ? 0 : text.Length - point - 1;
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0
            ? new JsonNumber(0, "", 0)
            : new JsonNumber(raw[0] == '-' ? -1 : 1, significant, exponent);
    }

    public int CompareTo(JsonNumber other)
    {
        if (_sign != other._sign || _sign == 0)
        {
            return _sign.CompareTo(other._sign);
        }

        var magnitude = (_digits.Length + _exponent).CompareTo(other._digits.Length + other._exponent);
        return _sign * (magnitude != 0 ? magnitude : string.CompareOrdinal(_digits, other._digits));
    }

    /// <summary>Whether the quotient is an integer; both have at most <see cref="MaxDividedDigits"/> digits.</summary>
    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (_sign == 0)
        {
            return true;
        }

        var dividend = BigInteger.Parse(_digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var modulus = BigInteger.Parse(divisor._digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var shift = _exponent - divisor._exponent;
        if (shift >= 0)
        {
            return (dividend * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
        }

        // The dividend ends in no zero, so it is no multiple of more than its own magnitude.
        return -shift <= _digits.Length && (dividend % (modulus * BigInteger.Pow(10, (int)-shift))).IsZero;
    }

    /// <summary>The number as a count: cut to the range of an int.</summary>
    public int ToCount() => _exponent + _digits.Length > 9
        ? int.MaxValue
        : (int)BigInteger.Parse("0" + _digits + new string('0', (int)_exponent), CultureInfo.InvariantCulture);

    private static long ReadExponent(ReadOnlySpan<char> text)
    {
        var known = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent);
        return !known
            ? text[0] == '-' ? -MaxExponent : MaxExponent
            : Math.Clamp(exponent, -MaxExponent, MaxExponent);
    }
}
