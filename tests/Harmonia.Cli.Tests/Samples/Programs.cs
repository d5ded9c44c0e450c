using System.Diagnostics;
using System.Text;

namespace Harmonia.Cli.Tests.Samples;

/// <summary>Real processes: git, and the executable that is built before the tests.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>In its project's folder, as the tests' own lacks what they take from the framework.</summary>
    private static readonly string Executable = Path.Combine(
        SampleFiles.Root,
        "src/Harmonia.Cli/bin",
        Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../.."), AppContext.BaseDirectory),
        "harmonia");

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>No configuration but the repository's own, and times that do not change.</summary>
    private static readonly Dictionary<string, string> PlainGit = new(StringComparer.Ordinal)
    {
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_AUTHOR_DATE"] = "2025-01-31T23:30:00-05:00",
        ["GIT_COMMITTER_DATE"] = "2025-02-01T04:30:00Z",
        ["GIT_CONFIG_COUNT"] = "1",
        ["GIT_CONFIG_KEY_0"] = "safe.directory",
        ["GIT_CONFIG_VALUE_0"] = "*",
    };

    /// <param name="directory">Where it is called.</param>
    /// <param name="data">Its data directory: not that of whoever carries out the tests.</param>
    /// <param name="args">The command line.</param>
    public static Task<CommandResult> HarmoniaAsync(
        string directory, string data, params IEnumerable<string> args) => RunAsync(
        Executable,
        directory,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HARMONIA_DATA_DIR"] = data,
        },
        args);

    /// <summary>The tour of the family, with what was built beside these tests.</summary>
    public static Task<CommandResult> TourAsync(string directory, params IEnumerable<string> args) => RunAsync(
        SampleFiles.PathOf("tekton-tour/run"),
        directory,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TOUR_HARMONIA"] = Executable,
            ["TOUR_FAMILY"] = Path.Combine(
                SampleFiles.Root,
                "tests/Harmonia.Tekton.Doubles/bin",
                Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../.."), AppContext.BaseDirectory),
                "Harmonia.Tekton.Doubles"),
        },
        args);

    /// <returns>What git printed, which has succeeded.</returns>
    public static async Task<string> GitAsync(string directory, params IEnumerable<string> args)
    {
        var result = await RunAsync("/usr/bin/git", directory, PlainGit, args);
        return result.Code == 0 ? result.Out : throw new InvalidOperationException($"git: {result.Error}");
    }

    private static async Task<CommandResult> RunAsync(
        string program,
        string directory,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
