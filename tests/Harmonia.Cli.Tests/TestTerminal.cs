using System.Text;
using System.Text.Json;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Tests;

/// <summary>What a command printed, and how it ended.</summary>
internal sealed record CommandResult(int Code, string Out, string Error)
{
    public JsonElement Json => JsonElement.Parse(Out);

    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The real command tree with captured surroundings and a directory of its own.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("harmonia-cli-tests-");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public string Root => _directory.FullName;

    public string this[string variable]
    {
        set => _environment[variable] = value;
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <returns>The path of a new file.</returns>
    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public Task<CommandResult> RunAsync(params string[] args) => RunAsync("", CancellationToken.None, args);

    public async Task<CommandResult> RunAsync(string input, CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await HarmoniaCommandLine.InvokeAsync(
            args, Create(output, TextWriter.Synchronized(error), input), cancellationToken);
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    public Terminal Create(TextWriter output, TextWriter error, string input = "") => new()
    {
        Out = output,
        Error = error,
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
        Environment = _environment,
        HomeDirectory = Root,
    };

    public void Dispose() => _directory.Delete(recursive: true);
}
