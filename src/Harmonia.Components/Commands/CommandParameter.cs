using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Harmonia.Components.Commands;

/// <summary>A value that a task may give to a command.</summary>
public sealed record CommandParameter
{
    public const int DefaultMaxLength = 4096;

    public required string Name { get; init; }

    public CommandParameterType Type { get; init; } = CommandParameterType.String;

    /// <summary>Has to match the whole value; without backtracking, so that its time is linear.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>In characters.</summary>
    public int MaxLength { get; init; } = DefaultMaxLength;

    /// <summary>The values that are allowed; empty for all.</summary>
    public ImmutableArray<string> Enum { get; init; } = [];

    public string? Default { get; init; }

    public bool Required { get; init; }

    /// <summary>Off by default, because a program takes such an argument for an option.</summary>
    public bool AllowLeadingDash { get; init; }

    /// <summary>Of a directory: the directories in one of which it has to lie; empty for anywhere.</summary>
    public ImmutableArray<string> Within { get; init; } = [];
}

/// <summary>What a parameter's value is.</summary>
public enum CommandParameterType
{
    String,
    Integer,
    Number,
    Boolean,

    /// <summary>
    /// An absolute path of a directory that exists; links are resolved before it is judged and handed on.
    /// </summary>
    Directory,
}
