using System.Globalization;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Arithmetic: exact while whole numbers fit 64 bits, floating point otherwise, never infinite.</summary>
internal static class Numbers
{
    /// <summary>The longest text that is tried as a number.</summary>
    private const int MaxLength = 400;

    /// <summary>A number, or a text that spells one.</summary>
    public static bool TryGet(in Value value, out Value number)
    {
        number = value;
        return value.Kind switch
        {
            ValueKind.Number => true,
            ValueKind.Text => value.RawLength <= MaxLength && TryParse(value.Text, out number),
            _ => false,
        };
    }

    public static bool TryParse(string text, out Value number)
    {
        number = default;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        var digits = text.AsSpan().Trim();
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            number = Value.Of(whole);
            return true;
        }

        var real = double.TryParse(
            digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed);
        number = Value.Of(parsed);
        return real && double.IsFinite(parsed);
    }

    public static Value Finite(double value, int offset) => double.IsFinite(value)
        ? Value.Of(value)
        : throw EvaluationException.Of(ExpressionError.InvalidArgument, "The result is not a finite number.", offset);

    public static int Compare(in Value left, in Value right)
    {
        if (left.TryGetInteger(out var a) && right.TryGetInteger(out var b))
        {
            return a.CompareTo(b);
        }

        return left.TryGetDecimal(out var c) && right.TryGetDecimal(out var d)
            ? c.CompareTo(d)
            : left.ToDouble().CompareTo(right.ToDouble());
    }

    public static Value Add(in Value left, in Value right, int offset) =>
        left.TryGetInteger(out var a) && right.TryGetInteger(out var b) && !Overflows(a, b, a + b)
            ? Value.Of(a + b)
            : Finite(left.ToDouble() + right.ToDouble(), offset);

    public static Value Subtract(in Value left, in Value right, int offset) =>
        left.TryGetInteger(out var a) && right.TryGetInteger(out var b) && !Overflows(a, ~b, a - b)
            ? Value.Of(a - b)
            : Finite(left.ToDouble() - right.ToDouble(), offset);

    public static Value Multiply(in Value left, in Value right, int offset)
    {
        if (left.TryGetInteger(out var a) && right.TryGetInteger(out var b))
        {
            var product = (Int128)a * b;
            if (product >= long.MinValue && product <= long.MaxValue)
            {
                return Value.Of((long)product);
            }
        }

        return Finite(left.ToDouble() * right.ToDouble(), offset);
    }

    public static Value Divide(in Value left, in Value right, int offset)
    {
        CheckDivisor(right, offset);
        var whole = left.TryGetInteger(out var a) & right.TryGetInteger(out var b);
        return whole && b != -1 && a % b == 0
            ? Value.Of(a / b)
            : b == -1 && whole ? Negate(left, offset) : Finite(left.ToDouble() / right.ToDouble(), offset);
    }

    public static Value Remainder(in Value left, in Value right, int offset)
    {
        CheckDivisor(right, offset);
        if (left.TryGetInteger(out var a) && right.TryGetInteger(out var b))
        {
            return Value.Of(b == -1 ? 0 : a % b); // The smallest number divided by -1 overflows.
        }

        return Finite(left.ToDouble() % right.ToDouble(), offset);
    }

    public static Value Negate(in Value value, int offset) =>
        value.TryGetInteger(out var whole) && whole != long.MinValue
            ? Value.Of(-whole)
            : Finite(-value.ToDouble(), offset);

    /// <summary>Whether a sum has another sign than both of its terms.</summary>
    private static bool Overflows(long left, long right, long sum) => ((left ^ sum) & (right ^ sum)) < 0;

    private static void CheckDivisor(in Value divisor, int offset)
    {
        if (divisor.ToDouble() == 0)
        {
            throw EvaluationException.Of(
                ExpressionError.InvalidArgument, "A number cannot be divided by zero.", offset);
        }
    }
}
