using System.Collections.Immutable;

namespace Harmonia.Core.Executions;

/// <summary>The names at the top of what expressions see.</summary>
public static class ScopeNames
{
    /// <summary>What the component answered; seen by a task's <c>result</c> alone.</summary>
    public const string Response = "response";

    /// <summary>What the frame of a map is for.</summary>
    public const string Item = "item";

    /// <summary>Which item that is, from 0.</summary>
    public const string Index = "index";

    /// <summary>The signal that is asked about; seen by <c>match</c> alone.</summary>
    public const string Signal = "signal";

    /// <summary>What a call brought, for the task that works on it.</summary>
    public const string Chunk = "chunk";

    /// <summary>Items of a map that have completed; seen by its <c>complete_when</c> alone.</summary>
    public const string Completed = "completed";

    /// <summary>Items of a map that have failed; seen by its <c>complete_when</c> alone.</summary>
    public const string Failed = "failed";

    /// <summary>Items that a map has so far; seen by its <c>complete_when</c> alone.</summary>
    public const string Total = "total";

    /// <summary>The outputs of a map so far; seen by its <c>complete_when</c> alone.</summary>
    public const string Outputs = "outputs";

    /// <summary>What the <c>complete_when</c> of a map sees beside everything else.</summary>
    public static ImmutableArray<string> OfMap { get; } = [Completed, Failed, Total, Outputs];

    /// <summary>The failure that brought a handler, or the end of the execution, about.</summary>
    public const string Error = "error";

    /// <summary>Which iteration of a loop it is, from 1.</summary>
    public const string Iteration = "iteration";

    /// <summary>The output of the iteration before; <c>null</c> in the first.</summary>
    public const string Previous = "previous";

    /// <summary>Where a webhook wants to be called back; seen by its input alone.</summary>
    public const string Callback = "callback";

    /// <summary>What was answered to the call of a webhook; seen by its <c>result</c> alone.</summary>
    public const string Call = "call";

    /// <summary>What the workflow's memory recalled; seen where a workflow has one.</summary>
    public const string Memory = "memory";

    /// <summary>Names that are seen in some places only.</summary>
    public static ImmutableArray<string> Here { get; } =
    [
        Response,
        Item,
        Index,
        Chunk,
        Error,
        Iteration,
        Previous,
        Callback,
        Call,
        Signal,
        Memory,
    ];

    /// <summary>Names that every expression of a workflow sees.</summary>
    public static ImmutableArray<string> Everywhere { get; } =
        ["input", "param", "params", "parameters", "tasks", "state", "workflow", "execution", "context", "env"];

    /// <summary>Members of <c>context</c>.</summary>
    public static ImmutableArray<string> InContext { get; } = ["workflow", "execution", "input", "tasks", "state"];
}
