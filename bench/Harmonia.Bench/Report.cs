using System.Globalization;

namespace Harmonia.Bench;

/// <summary>The table of one run: what was measured, against which floor, and whether the aim was met.</summary>
internal sealed class Report
{
    private readonly List<string> _lines = [];

    /// <summary>Whether every aim was met.</summary>
    public bool IsMet { get; private set; } = true;

    public void Add(string what, string measured, string floor, string ratio, string aim, bool isMet)
    {
        IsMet &= isMet;
        _lines.Add($"| {what} | {measured} | {floor} | {ratio} | {aim} | {(isMet ? "yes" : "**no**")} |");
        Console.Error.WriteLine(_lines[^1]);
    }

    public void Print()
    {
        Console.WriteLine();
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {today}");
        Console.WriteLine();
        Console.WriteLine("| what | Harmonia | floor in the same run | ratio | aim | met |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var line in _lines)
        {
            Console.WriteLine(line);
        }
    }
}
