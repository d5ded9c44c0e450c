using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads a condition: a text, true, false or a condition object.</summary>
internal static class ConditionReader
{
    /// <returns><see langword="null"/> when it is not there, or is wrong.</returns>
    public static Condition? Read(FieldReader fields, string name, FindingList findings)
    {
        if (fields.Find(name) is not { } condition)
        {
            return null;
        }

        if (condition.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
        {
            fields.WrongType(name, "a text, true, false or a condition object", condition);
            return null;
        }

        return Condition.Compile(condition, fields.At(name), findings);
    }
}
