using System.Collections.Immutable;

namespace Harmonia.Core.Definitions;

/// <summary>When a task may run at all.</summary>
public enum TaskRole
{
    /// <summary>From the start.</summary>
    Normal,

    /// <summary>Only after a failure that <see cref="ErrorHandler"/> sends to it, or to a task before it.</summary>
    Handler,

    /// <summary>Only when everything else has ended, however (<c>finally</c>).</summary>
    Finally,
}

/// <summary>What takes care of failures that nobody else takes care of.</summary>
/// <param name="On">Patterns of error classes.</param>
/// <param name="Run">Ids of the tasks that run then.</param>
public sealed record ErrorHandler(ImmutableArray<string> On, ImmutableArray<string> Run);

/// <summary>What follows when the outcome of an attempt is not known: the process ended while it ran.</summary>
public enum UnknownMode
{
    /// <summary>Another attempt with the same idempotency key.</summary>
    Retry,

    /// <summary>The task fails with <c>unknown_outcome</c>.</summary>
    Fail,

    /// <summary>The task waits until somebody says what became of it.</summary>
    Ask,
}
