using System.Globalization;

namespace Harmonia.Torture.Workers;

/// <summary>What a worker process is told when it is started.</summary>
/// <param name="Id">Who it is to the server.</param>
/// <param name="Port">Where it finds the server: its own proxy.</param>
/// <param name="Book">The file in which it writes down what the server took of it.</param>
/// <param name="Seed">Drives its choices.</param>
internal sealed record WorkerArguments(string Id, int Port, string Book, int Seed)
{
    public const string Option = "--worker";

    public IEnumerable<string> All =>
        [Option, Id, Port.ToString(CultureInfo.InvariantCulture), Book, Seed.ToString(CultureInfo.InvariantCulture)];

    /// <returns><see langword="null"/> when this process is no worker.</returns>
    public static WorkerArguments? Parse(string[] arguments) =>
        arguments is [Option, var id, var port, var book, var seed]
            ? new WorkerArguments(
                id, int.Parse(port, CultureInfo.InvariantCulture), book, int.Parse(seed, CultureInfo.InvariantCulture))
            : null;
}
