using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;

namespace Harmonia.Cli.Upkeep.Checks;

/// <summary>What tasks may call: declared commands, their tools, and addresses that are allowed.</summary>
internal static class CommandChecks
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static IEnumerable<CheckResult> Examine(HarmoniaConfiguration configuration) =>
    [
        .. configuration.Programs.Select(Declared),
        Tool(DeclaredProgram.SetsidPath, configuration.Programs.Any(), "commands cannot be called without it"),
        Tool(
            DeclaredProgram.PrlimitPath,
            configuration.Programs.Any(program => program.HasLimits),
            "commands that declare limits cannot be called without it"),
        CheckResult.Ok("outbound", Outbound(configuration)),
    ];

    private static CheckResult Declared(DeclaredProgram program)
    {
        var name = $"command {program.Command}";
        if (!File.Exists(program.Path))
        {
            return CheckResult.Fail(
                name, $"'{program.Path}' is not there", "Install it, or correct its path in the configuration.");
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(program.Path) & AnyExecute) != 0
            ? CheckResult.Ok(name, program.Path)
            : CheckResult.Fail(name, $"'{program.Path}' cannot be executed", $"chmod +x '{program.Path}'");
    }

    private static CheckResult Tool(string path, bool isNeeded, string consequence)
    {
        const string Remedy = "Install util-linux.";
        var name = Path.GetFileName(path);
        return File.Exists(path) ? CheckResult.Ok(name, path)
            : isNeeded ? CheckResult.Fail(name, $"'{path}' is not there: {consequence}", Remedy)
            : CheckResult.Warn(name, $"'{path}' is not there: {consequence}", Remedy);
    }

    private static string Outbound(HarmoniaConfiguration configuration) =>
        configuration.Settings.FirstOrDefault(setting => setting.Key == "outbound.allow") is
        { Source: not SettingSource.Default, Value: var value }
            ? $"public addresses, and: {value}"
            : "public addresses only";
}
