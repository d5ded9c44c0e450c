using System.Collections.Frozen;
using System.Text.Json;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>The schemas of draft 2020-12 itself, which every schema may refer to.</summary>
internal static class Metaschemas
{
    private const string ResourcePrefix = "Harmonia.Core.Schemas.Metaschemas.";

    private static readonly Lazy<FrozenDictionary<string, JsonElement>> All = new(Load);

    public static bool TryGet(string uri, out JsonElement schema) => All.Value.TryGetValue(uri, out schema);

    private static FrozenDictionary<string, JsonElement> Load()
    {
        var assembly = typeof(Metaschemas).Assembly;
        var schemas = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(name)!;
            using var document = JsonDocument.Parse(stream);
            var schema = document.RootElement.Clone();
            schemas.Add(schema.GetProperty("$id").GetString()!, schema);
        }

        return schemas.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
