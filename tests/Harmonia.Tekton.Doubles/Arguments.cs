using System.Globalization;

namespace Harmonia.Tekton.Doubles;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments(int? PortBase, bool Repaired)
{
    public const string Usage =
        """
        Plays the components of Tekton until it is told to stop or its input is closed.
          --port-base N  what stands for 8000 of Tekton: Hermes listens on N+1 (default: free ports)
          --repaired     Prometheus' routes are mounted, as they should be
        """;

    private const int MaxPortBase = 65_000;

    /// <returns>Nothing when the arguments are not those of <see cref="Usage"/>.</returns>
    public static Arguments? Read(IReadOnlyList<string> arguments)
    {
        var read = new Arguments(null, Repaired: false);
        for (var index = 0; index < arguments.Count; index++)
        {
            switch (arguments[index])
            {
                case "--repaired":
                    read = read with { Repaired = true };
                    break;
                case "--port-base" when Port(arguments.ElementAtOrDefault(++index)) is { } port:
                    read = read with { PortBase = port };
                    break;
                default:
                    return null;
            }
        }

        return read;
    }

    private static int? Port(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= MaxPortBase
            ? port
            : null;
}
