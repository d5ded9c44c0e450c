using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>Delivers commands to whoever owns the execution, on this node or another.</summary>
/// <remarks>
/// <para>Safe to call from many threads. Commands to one execution are decided one after the other, in the order in
/// which they arrived.</para>
/// <para>
/// An answer is given only when what was decided is on stable storage. After an exception or a cancellation, whether
/// the command was carried out is unknown: deliver it again, with the same <see cref="ExecutionCommand.Request"/>.
/// </para>
/// </remarks>
public interface IExecutionRouter
{
    /// <summary>Delivers a command and waits for what is decided.</summary>
    /// <param name="id">To which execution.</param>
    /// <param name="command">Its time and jitter are set when it is decided.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">The store cannot do it now, or too many commands wait.</exception>
    Task<CommandReply> DeliverAsync(ExecutionId id, ExecutionCommand command, CancellationToken cancellationToken);
}

/// <summary>What became of a command.</summary>
public abstract record CommandReply
{
    private CommandReply()
    {
    }

    /// <summary>The rules have spoken.</summary>
    /// <param name="Decision">What they said.</param>
    /// <param name="Status">The execution's status after it.</param>
    /// <param name="Version">Its version after it.</param>
    /// <param name="CreatedAt">When it started.</param>
    public sealed record Decided(Decision Decision, ExecutionStatus Status, long Version, DateTimeOffset CreatedAt)
        : CommandReply;

    /// <summary>There is no execution with this id.</summary>
    public sealed record NotFound : CommandReply;

    /// <summary>The execution cannot be processed and is parked until an operator resumes it.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Quarantined(string Reason) : CommandReply;
}
