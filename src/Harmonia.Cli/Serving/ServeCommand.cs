using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Serving;

/// <summary><c>harmonia serve</c>: the server, until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ConfigurationOptions();
        var command = new ExampledCommand(
            "serve",
            "Serves the API until it is asked to stop. Whatever was open goes on where it ended.",
            "harmonia serve",
            "harmonia serve --port 8007 --data-dir /var/lib/harmonia")
        {
            options.Host, options.Port, options.DataDirectory, options.Database, options.File, options.LogLevel,
            options.HermesUrl, options.NoHermes, options.AllowShell,
        };
        command.SetAction((parsed, cancellationToken) => HarmoniaHost.RunAsync(
            options.Require(parsed, terminal, exitCode: ExitCodes.ConfigurationWrong), cancellationToken));
        return command;
    }
}
