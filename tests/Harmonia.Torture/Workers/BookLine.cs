using System.Globalization;

namespace Harmonia.Torture.Workers;

/// <summary>What the server answered to a worker that said what came of an attempt, or that it took one.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Verb">What was said: complete, fail or release; or take.</param>
/// <param name="Execution">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Epoch">Of which handing over of it.</param>
/// <param name="Worker">Who said it.</param>
/// <param name="Tries">How often it was said until it was answered.</param>
/// <param name="At">When it was answered: milliseconds of Unix time, as epochs are.</param>
internal sealed record BookLine(
    int Status, string Verb, string Execution, string Task, int Attempt, long Epoch, string Worker, int Tries, long At)
{
    public const string Complete = "complete";
    public const string Fail = "fail";
    public const string Release = "release";
    public const string Take = "take";

    private const int Fields = 9;

    /// <summary>Whether the server said that this is how the attempt ended.</summary>
    public bool IsEnd => Status == 200 && Verb is Complete or Fail;

    /// <summary>All lines of a worker's book; one that was cut off by its end was not written.</summary>
    public static IEnumerable<BookLine> ReadAll(string file) => File.Exists(file)
        ? File.ReadLines(file).Select(line => line.Split(' ')).Where(line => line.Length == Fields).Select(Read)
        : [];

    /// <summary>The line as it is written.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Status} {Verb} {Execution} {Task} {Attempt} {Epoch} {Worker} {Tries} {At}");

    private static BookLine Read(string[] line) => new(
        Whole(line[0]),
        line[1],
        line[2],
        line[3],
        Whole(line[4]),
        Long(line[5]),
        line[6],
        Whole(line[7]),
        Long(line[8]));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
