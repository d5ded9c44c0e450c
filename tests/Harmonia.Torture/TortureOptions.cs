using System.Globalization;

namespace Harmonia.Torture;

/// <summary>What was asked for on the command line.</summary>
internal sealed record TortureOptions
{
    public const string Usage =
        """
        Kills a harmonia server again and again under load, and checks what it kept.
          --workers        first: torments workers beside the server, instead of all else
          --kills N        how often kill -9 is sent to the server (default 60; with --workers 5)
          --seed N         drives every random choice (default: a new one, printed)
          --concurrency N  client loops that start executions (default 8)
          --minutes N      gives up after this time, as a violation (default 10)
          --health N       seconds from the start of the process until /health must answer (default 3)
          --binary PATH    the harmonia executable (default: the Release build of this repository)
        """;

    /// <summary>Whether it is about workers.</summary>
    public bool IsOfWorkers { get; private init; }

    public int Kills { get; private init; } = 60;

    public int Seed { get; private init; } = Random.Shared.Next(1_000_000);

    public int Concurrency { get; private init; } = 8;

    public int Minutes { get; private init; } = 10;

    /// <summary>Seconds; more than the default is for machines that are busy with other things.</summary>
    public int Health { get; private init; } = 3;

    public string? Binary { get; private init; }

    /// <exception cref="FormatException">The arguments say something else than <see cref="Usage"/>.</exception>
    public static TortureOptions Parse(IReadOnlyList<string> arguments)
    {
        var isOfWorkers = arguments is ["--workers", ..];
        var options = isOfWorkers ? new TortureOptions { IsOfWorkers = true, Kills = 5 } : new TortureOptions();
        for (var index = isOfWorkers ? 1 : 0; index < arguments.Count; index += 2)
        {
            var (name, value) = (arguments[index], arguments.ElementAtOrDefault(index + 1));
            options = name switch
            {
                "--kills" => options with { Kills = Whole(name, value, 1) },
                "--seed" => options with { Seed = Whole(name, value, 0) },
                "--concurrency" => options with { Concurrency = Whole(name, value, 1) },
                "--minutes" => options with { Minutes = Whole(name, value, 1) },
                "--health" => options with { Health = Whole(name, value, 1) },
                "--binary" when value is not null => options with { Binary = value },
                _ => throw new FormatException($"'{name}' is not an option, or lacks its value."),
            };
        }

        return options;
    }

    private static int Whole(string name, string? value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{name} takes a whole number from {least} on, not '{value}'.");
}
