using System.Runtime.InteropServices;

namespace Harmonia.Cli.Upkeep.Checks;

/// <summary>What the process itself stands on.</summary>
internal static class RuntimeChecks
{
    private static readonly Version FirstWithSafeReset = new(3, 51, 3);

    public static CheckResult DotNet() => Environment.Version.Major >= 10
        ? CheckResult.Ok(".NET", RuntimeInformation.FrameworkDescription)
        : CheckResult.Fail(".NET", RuntimeInformation.FrameworkDescription, "Install the .NET 10 runtime.");

    public static CheckResult Sqlite() => SqliteLibrary.Version is var version && version >= FirstWithSafeReset
        ? CheckResult.Ok("SQLite", $"{version}")
        : CheckResult.Ok(
            "SQLite",
            $"{version}; before {FirstWithSafeReset} two writers could damage the log, but Harmonia has one: "
            + "let no other program write to the database");
}
