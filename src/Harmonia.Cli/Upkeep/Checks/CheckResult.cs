using System.Diagnostics;

namespace Harmonia.Cli.Upkeep.Checks;

/// <summary>How much a result weighs.</summary>
internal enum CheckLevel
{
    Ok,
    Warn,
    Fail,
}

/// <summary>What one check found, and what to do about it.</summary>
internal sealed record CheckResult(CheckLevel Level, string Name, string Found, string? Remedy)
{
    public string Word => Level switch
    {
        CheckLevel.Ok => "ok",
        CheckLevel.Warn => "warn",
        CheckLevel.Fail => "fail",
        _ => throw new UnreachableException($"Level {Level} has no word."),
    };

    public static CheckResult Ok(string name, string found) => new(CheckLevel.Ok, name, found, null);

    public static CheckResult Warn(string name, string found, string remedy) =>
        new(CheckLevel.Warn, name, found, remedy);

    public static CheckResult Fail(string name, string found, string remedy) =>
        new(CheckLevel.Fail, name, found, remedy);
}
