namespace Harmonia.Components.Commands;

/// <summary>Environment variables by which the children of commands are recognised.</summary>
internal static class CommandMarks
{
    /// <summary>Of which data directory: for the reaper.</summary>
    public const string Engine = "HARMONIA_COMMAND_MARKER";

    /// <summary>Of which call: for those that left their session.</summary>
    public const string Call = "HARMONIA_COMMAND_CALL";
}
