using Harmonia.Components.Commands;

namespace Harmonia.Server.Hosting;

/// <summary>A program that the operator lets workflows run.</summary>
/// <param name="Command">The name under which it was declared.</param>
/// <param name="Path">Where it is.</param>
/// <param name="HasLimits">Whether its memory, processor time or processes are limited.</param>
public sealed record DeclaredProgram(string Command, string Path, bool HasLimits)
{
    private static readonly CommandOptions Tools = new() { Marker = "" };

    /// <summary>What every declared command needs.</summary>
    public static string SetsidPath => Tools.SetsidPath;

    /// <summary>What a command with limits needs.</summary>
    public static string PrlimitPath => Tools.PrlimitPath;
}
