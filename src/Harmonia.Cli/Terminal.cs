using System.Collections;
using System.Text;
using Harmonia.Cli.Output;

namespace Harmonia.Cli;

/// <summary>What a command may touch of its surroundings, so that a test can put its own in place.</summary>
internal sealed record Terminal
{
    /// <summary>Results, for people and programs.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, findings and troubles.</summary>
    public required TextWriter Error { get; init; }

    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Whether a person reads <see cref="Out"/>, so that colours help.</summary>
    public bool IsOutInteractive { get; init; }

    /// <summary>Whether a person watches <see cref="Error"/>, so that a line may be drawn over.</summary>
    public bool IsErrorInteractive { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What <c>~</c> stands for.</summary>
    public required string HomeDirectory { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether colours are welcome at all (https://no-color.org).</summary>
    public bool HasColours => string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR"));

    /// <summary>A line of the result.</summary>
    public void Print(string line) => Out.WriteLine(Printable.Line(line));

    /// <summary>A line about the result.</summary>
    public void Report(string line) => Error.WriteLine(Printable.Line(line));

    public static Terminal OfProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        var isCapable = environment.GetValueOrDefault("TERM") is { Length: > 0 } and not "dumb";
        return new Terminal
        {
            Out = Writer(Console.OpenStandardOutput()),
            Error = Writer(Console.OpenStandardError()),
            OpenInput = Console.OpenStandardInput,
            IsOutInteractive = isCapable && !Console.IsOutputRedirected,
            IsErrorInteractive = isCapable && !Console.IsErrorRedirected,
            Environment = environment,
            HomeDirectory = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile),
        };
    }

    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
