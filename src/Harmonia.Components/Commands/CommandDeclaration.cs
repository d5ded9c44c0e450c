using System.Collections.Immutable;

namespace Harmonia.Components.Commands;

/// <summary>A program that the operator lets workflows call, and exactly how.</summary>
public sealed record CommandDeclaration
{
    public const int DefaultMaxOutputBytes = 1024 * 1024;

    /// <summary>The name that tasks write.</summary>
    public required string Name { get; init; }

    /// <summary>The program: an absolute path, looked at when it is called.</summary>
    public required string Path { get; init; }

    /// <summary>Its arguments. One whose parameter is absent is left out.</summary>
    public ImmutableArray<CommandText> Args { get; init; } = [];

    public ImmutableArray<CommandParameter> Parameters { get; init; } = [];

    /// <summary>
    /// Where it works; <see langword="null"/> for a fresh private directory that is deleted afterwards.
    /// </summary>
    public CommandText? WorkingDirectory { get; init; }

    /// <summary>Names of the engine's environment variables that it sees.</summary>
    public ImmutableArray<string> PassedEnvironment { get; init; } = [];

    /// <summary>Environment variables with fixed values.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What it reads; <see langword="null"/> for nothing.</summary>
    public CommandText? Stdin { get; init; }

    public CommandLimits Limits { get; init; } = new();

    /// <summary>Exit codes that mean success.</summary>
    public ImmutableArray<int> SuccessExitCodes { get; init; } = [0];

    public CommandOutputFormat Parse { get; init; } = CommandOutputFormat.Text;

    internal CommandParameter? FindParameter(string name) =>
        Parameters.FirstOrDefault(parameter => parameter.Name == name);
}

/// <summary>How standard output becomes the task's output.</summary>
public enum CommandOutputFormat
{
    /// <summary>As the text <c>stdout</c>.</summary>
    Text,

    /// <summary>As the value <c>result</c>.</summary>
    Json,

    /// <summary>As the list of texts <c>result</c>.</summary>
    Lines,
}

/// <summary>Bounds of one call; <see langword="null"/> for none beside the attempt's deadline.</summary>
public sealed record CommandLimits
{
    public TimeSpan? Timeout { get; init; }

    /// <summary>For standard output and standard error each.</summary>
    public int MaxOutputBytes { get; init; } = CommandDeclaration.DefaultMaxOutputBytes;

    /// <summary>Address space of each process.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>Processor time of each process.</summary>
    public long? MaxCpuSeconds { get; init; }

    /// <summary>Processes of the engine's user, all together: the kernel counts by user.</summary>
    public long? MaxProcesses { get; init; }

    internal bool NeedPrlimit => MaxMemoryBytes is not null || MaxCpuSeconds is not null || MaxProcesses is not null;
}
