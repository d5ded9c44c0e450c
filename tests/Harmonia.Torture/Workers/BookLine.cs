using System.Globalization;

namespace Harmonia.Torture.Workers;

/// <summary>What the server answered to a worker that said what came of an attempt.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Verb">What was said: complete, fail or release.</param>
/// <param name="Execution">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Epoch">Of which handing over of it.</param>
/// <param name="Worker">Who said it.</param>
/// <param name="Tries">How often it was said until it was answered.</param>
internal sealed record BookLine(
    int Status, string Verb, string Execution, string Task, int Attempt, long Epoch, string Worker, int Tries)
{
    public const string Complete = "complete";
    public const string Fail = "fail";
    public const string Release = "release";

    private const int Fields = 8;

    /// <summary>Whether the server said that this is how the attempt ended.</summary>
    public bool IsEnd => Status == 200 && Verb != Release;

    /// <summary>All lines of a worker's book; one that was cut off by its end was not written.</summary>
    public static IEnumerable<BookLine> ReadAll(string file) => File.Exists(file)
        ? File.ReadLines(file).Select(line => line.Split(' ')).Where(line => line.Length == Fields).Select(Read)
        : [];

    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{Status} {Verb} {Execution} {Task} {Attempt} {Epoch} {Worker} {Tries}\n");

    private static BookLine Read(string[] line) => new(
        Whole(line[0]),
        line[1],
        line[2],
        line[3],
        Whole(line[4]),
        long.Parse(line[5], CultureInfo.InvariantCulture),
        line[6],
        Whole(line[7]));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
