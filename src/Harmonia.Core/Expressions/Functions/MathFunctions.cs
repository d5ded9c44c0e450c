using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

internal static class MathFunctions
{
    private const int MaxDigits = 15;

    public static IEnumerable<Function> All { get; } =
    [
        new("round", 1, 2, Round),
        new("floor", 1, 1, (in call) => Whole(call, Math.Floor)),
        new("ceil", 1, 1, (in call) => Whole(call, Math.Ceiling)),
        new("abs", 1, 1, Abs),
        new("sum", 1, int.MaxValue, Sum) { Lambda = LambdaUse.Optional },
        new("avg", 1, int.MaxValue, Average) { Lambda = LambdaUse.Optional },
        new("min", 1, int.MaxValue, (in call) => Extreme(call, -1)) { Lambda = LambdaUse.Optional },
        new("max", 1, int.MaxValue, (in call) => Extreme(call, 1)) { Lambda = LambdaUse.Optional },
        new("sort", 1, 1, Sort) { Lambda = LambdaUse.Optional },
    ];

    /// <summary>
    /// The items of a single list, mapped by the lambda if there is one; else the arguments themselves.
    /// </summary>
    private static Value[] Operands(in FunctionCall call) =>
        call.Count == 1 && call[0].Kind == ValueKind.List ? ListFunctions.Keys(call) : call.Arguments;

    private static Value Round(in FunctionCall call)
    {
        var digits = call.Count > 1 ? call.Integer(1) : 0;
        if (digits is < 0 or > MaxDigits)
        {
            throw call.Invalid($"digits are 0 to {MaxDigits}.");
        }

        var number = call.Number(0);
        if (number.TryGetInteger(out _))
        {
            return number;
        }

        // Decimal rounds what the author sees: 1.005 is a little less in floating point.
        var real = number.ToDouble();
        var rounded = Math.Abs(real) < 1e12
            ? (double)Math.Round((decimal)real, digits, MidpointRounding.AwayFromZero)
            : Math.Round(real, digits, MidpointRounding.AwayFromZero);
        return digits == 0 ? ToWhole(rounded, call.Offset) : Numbers.Finite(rounded, call.Offset);
    }

    private static Value Whole(in FunctionCall call, Func<double, double> rule)
    {
        var number = call.Number(0);
        return number.TryGetInteger(out _) ? number : ToWhole(rule(number.ToDouble()), call.Offset);
    }

    private static Value ToWhole(double value, int offset) =>
        Math.Abs(value) < 9e15 ? Value.Of((long)value) : Numbers.Finite(value, offset);

    private static Value Abs(in FunctionCall call)
    {
        var number = call.Number(0);
        return number.ToDouble() < 0 ? Numbers.Negate(number, call.Offset) : number;
    }

    private static Value Sum(in FunctionCall call)
    {
        var sum = Value.Of(0L);
        foreach (var item in Operands(call))
        {
            sum = Numbers.Add(sum, BinaryRules.Number(item, call.Offset), call.Offset);
        }

        return sum;
    }

    private static Value Average(in FunctionCall call)
    {
        var count = Operands(call).Length;
        return count == 0 ? Value.Null : Numbers.Divide(Sum(call), Value.Of((long)count), call.Offset);
    }

    private static Value Extreme(in FunctionCall call, int sign)
    {
        var keys = Operands(call);
        var best = -1;
        for (var index = 0; index < keys.Length; index++)
        {
            var isBetter = best < 0 || Math.Sign(Order(keys[index], keys[best], call)) == sign;
            best = isBetter ? index : best;
        }

        return best < 0 ? Value.Null : keys[best];
    }

    /// <summary>
    /// Sorts by the items, by a key <c>x => x.name</c>, or by a comparison <c>(a, b) => a - b</c>; stable.
    /// </summary>
    private static Value Sort(in FunctionCall call)
    {
        var items = call.Items(0);
        var current = call;
        if (call.HasLambda && call.LambdaParameters == 2)
        {
            return call.NewList(MergeSort.Sort(
                items, (a, b) => BinaryRules.Number(current.Apply(a, b), current.Offset).ToDouble()));
        }

        var keys = ListFunctions.Keys(call);
        var indexes = new Value[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            indexes[index] = Value.Of((long)index);
        }

        var sorted = MergeSort.Sort(indexes, (a, b) => Order(keys[Index(a)], keys[Index(b)], current));
        return call.NewList([.. sorted.Select(index => items[Index(index)])]);
    }

    private static int Index(in Value value) => value.TryGetInteger(out var index) ? (int)index : 0;

    /// <summary>Nulls come first.</summary>
    private static int Order(in Value left, in Value right, in FunctionCall call)
    {
        call.Context.Spend(1, call.Offset);
        return Comparison.Order(left, right, call.Context, call.Offset)
            ?? (left.IsNull ? 0 : 1) - (right.IsNull ? 0 : 1);
    }
}
