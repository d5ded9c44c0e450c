using System.Globalization;

namespace Harmonia.Simulation;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    /// <summary>How many seeds.</summary>
    public int Seeds { get; private init; } = 2_000;

    /// <summary>The first of them.</summary>
    public int From { get; private init; } = 1;

    /// <summary>The one seed to replay, telling everything.</summary>
    public int? Seed { get; private init; }

    public bool Mutants { get; private init; }

    public static bool TryParse(string[] args, out Options options)
    {
        options = new Options();
        for (var index = 0; index < args.Length; index++)
        {
            if (args[index] == "--mutants")
            {
                options = options with { Mutants = true };
                continue;
            }

            if (index + 1 == args.Length
                || !int.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            switch (args[index++])
            {
                case "--seeds":
                    options = options with { Seeds = number };
                    break;
                case "--seed":
                    options = options with { Seed = number };
                    break;
                case "--from":
                    options = options with { From = number };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    public static int Complain()
    {
        Console.Error.WriteLine("usage: Harmonia.Simulation [--seeds N] [--from K] | --seed N | --mutants");
        return 2;
    }
}
