using System.Text.Json;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads declared shapes: JSON Schema, or the short forms that stand for one.</summary>
internal static class ShapeReader
{
    public static JsonSchema? Read(FieldReader owner, string name, FindingList findings)
    {
        if (owner.Find(name) is not { } source)
        {
            return null;
        }

        if (source.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
        {
            owner.WrongType(name, "a JSON Schema or a map of names to types", source);
            return null;
        }

        return JsonSchema.Compile(SchemaShorthand.Expand(source), SchemaOptions.Default, owner.At(name), findings);
    }
}
