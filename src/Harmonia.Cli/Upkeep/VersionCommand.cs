using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Harmonia.Cli.CommandLine;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Upkeep;

/// <summary><c>harmonia version</c>: the release and what it stands on.</summary>
internal static class VersionCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new ExampledCommand(
            "version", "Prints the version of Harmonia, .NET and SQLite.", "harmonia version");
        command.SetAction(_ =>
        {
            terminal.Print($"harmonia {ProductVersion.Text}");
            terminal.Print(RuntimeInformation.FrameworkDescription);
            terminal.Print($"SQLite {SqliteLibrary.Version}");
            return ExitCode.Ok;
        });
        return command;
    }
}

/// <summary><c>harmonia --version</c>: the number alone, for scripts.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProductVersion.Text);
        return ExitCode.Ok;
    }
}
