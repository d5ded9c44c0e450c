using System.Collections.Immutable;

namespace Harmonia.Components.Tekton;

/// <summary>The components that the family consists of, and the ports that they have unless somebody says otherwise.
/// </summary>
internal static class FamilyPorts
{
    public const string Hermes = "hermes";

    public static readonly ImmutableSortedDictionary<string, int> All = new Dictionary<string, int>
    {
        ["engram"] = 8000,
        [Hermes] = 8001,
        ["ergon"] = 8002,
        ["rhetor"] = 8003,
        ["terma"] = 8004,
        ["athena"] = 8005,
        ["prometheus"] = 8006,
        ["telos"] = 8008,
        ["synthesis"] = 8009,
        ["tekton_core"] = 8010,
        ["metis"] = 8011,
        ["apollo"] = 8012,
        ["budget"] = 8013,
        ["penia"] = 8013,
        ["sophia"] = 8014,
        ["noesis"] = 8015,
        ["numa"] = 8016,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
