using Harmonia.Components.Commands;
using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;

namespace Harmonia.Cli.Upkeep.Checks;

/// <summary>What tasks may call: declared commands, their tools, and addresses that are allowed.</summary>
internal static class CommandChecks
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly CommandOptions Tools = new() { Marker = "doctor" };

    public static IEnumerable<CheckResult> Examine(HarmoniaConfiguration configuration) =>
    [
        .. configuration.Commands.Select(Declared),
        Tool(Tools.SetsidPath, configuration.Commands.Length > 0, "commands cannot be called without it"),
        Tool(
            Tools.PrlimitPath,
            configuration.Commands.Any(command => HasLimits(command.Limits)),
            "commands that declare limits cannot be called without it"),
        CheckResult.Ok("outbound", Outbound(configuration)),
    ];

    private static CheckResult Declared(CommandDeclaration command)
    {
        var name = $"command {command.Name}";
        if (!File.Exists(command.Path))
        {
            return CheckResult.Fail(
                name, $"'{command.Path}' is not there", "Install it, or correct its path in the configuration.");
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(command.Path) & AnyExecute) != 0
            ? CheckResult.Ok(name, command.Path)
            : CheckResult.Fail(name, $"'{command.Path}' cannot be executed", $"chmod +x '{command.Path}'");
    }

    private static CheckResult Tool(string path, bool isNeeded, string consequence)
    {
        const string Remedy = "Install util-linux.";
        var name = Path.GetFileName(path);
        return File.Exists(path) ? CheckResult.Ok(name, path)
            : isNeeded ? CheckResult.Fail(name, $"'{path}' is not there: {consequence}", Remedy)
            : CheckResult.Warn(name, $"'{path}' is not there: {consequence}", Remedy);
    }

    private static bool HasLimits(CommandLimits limits) =>
        limits.MaxMemoryBytes is not null || limits.MaxCpuSeconds is not null || limits.MaxProcesses is not null;

    private static string Outbound(HarmoniaConfiguration configuration) =>
        configuration.Settings.FirstOrDefault(setting => setting.Key == "outbound.allow") is
            { Source: not SettingSource.Default, Value: var value }
            ? $"public addresses, and: {value}"
            : "public addresses only";
}
