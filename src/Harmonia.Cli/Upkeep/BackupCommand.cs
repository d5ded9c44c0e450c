using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Upkeep;

/// <summary><c>harmonia backup</c>: a copy of the database, also while a server runs on it.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The copy; a file that does not exist." };
        var options = new ConfigurationOptions();
        var command = new ExampledCommand(
            "backup",
            "Copies the database as it is at one moment, and checks the copy. A server may go on meanwhile.",
            "harmonia backup /backups/harmonia-monday.db")
        {
            file, options.DataDirectory, options.Database, options.File,
        };
        command.SetAction((parsed, cancellationToken) => CopyAsync(
            options.Require(parsed, terminal), parsed.GetRequiredValue(file), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> CopyAsync(
        HarmoniaConfiguration configuration, string target, Terminal terminal, CancellationToken cancellationToken)
    {
        if (configuration.Database is not DatabaseLocation.File { Path: var database })
        {
            throw new CommandException(
                ExitCode.Usage, "the configured database is in memory, so nothing can be copied; give --database.");
        }

        if (!File.Exists(database))
        {
            throw new CommandException(
                ExitCode.Usage, $"there is no database '{database}'; give --data-dir or --database.");
        }

        await EmbeddedEngine.CopyDatabaseAsync(database, Path.GetFullPath(target), cancellationToken);
        terminal.Print(
            $"'{target}' has everything of '{database}': {new FileInfo(target).Length} bytes, checked.");
        return ExitCode.Ok;
    }
}
