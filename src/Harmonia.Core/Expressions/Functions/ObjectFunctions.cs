using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

internal static class ObjectFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("keys", 1, 1, (in call) => call.NewList([.. call.Members(0).Keys.Select(name => Value.Of(name))])),
        new("values", 1, 1, (in call) => call.NewList([.. call.Members(0).Values])),
        new("entries", 1, 1, Entries),
        new("has", 2, 2, (in call) => Value.Of(call.Members(0).ContainsKey(call.Text(1)))),
        new("merge", 1, 8, Merge),
    ];

    private static Value Entries(in FunctionCall call)
    {
        var entries = new List<Value>();
        foreach (var (name, value) in call.Members(0))
        {
            entries.Add(call.NewList([Value.Of(name), value]));
        }

        return call.NewList([.. entries]);
    }

    /// <summary>Members of all objects; the later ones win.</summary>
    private static Value Merge(in FunctionCall call)
    {
        var merged = new OrderedDictionary<string, Value>(StringComparer.Ordinal);
        for (var index = 0; index < call.Count; index++)
        {
            foreach (var (name, value) in call.Members(index))
            {
                merged[name] = value;
            }
        }

        return call.Context.NewObject(merged, call.Offset);
    }
}
