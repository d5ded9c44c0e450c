using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Simulation.Shell;

/// <summary>What a client asked for, and what became of it as far as the client knows.</summary>
internal sealed class Request(World world, ExecutionId id, int workflow, ExecutionCommand command)
{
    public ExecutionId Id => id;

    public int Workflow => workflow;

    public ExecutionCommand Command => command;

    /// <summary>Whether the client was told that it had happened.</summary>
    public bool IsAcknowledged { get; private set; }

    public void Send() => world.Node.Deliver(
        id, workflow, command, this, isFresh: command is StartExecution && command.Request is null);

    public void Answered(Decision decision, long version)
    {
        world.Trace($"{id} {command.GetType().Name} {decision is Decision.Accepted}");
        if (decision is Decision.Rejected refusal)
        {
            Note(refusal);
            return;
        }

        IsAcknowledged = true;
        var isRepeated = decision is Decision.Accepted { Events.IsEmpty: true };
        world.Audit.Acknowledged(id, command, version, isRepeated);
    }

    /// <summary>The client heard no answer; with a key it may safely ask again.</summary>
    public void Unknown() => world.Trace($"{id} {command.GetType().Name} unknown");

    private void Note(Decision.Rejected refusal)
    {
        switch (refusal.Code)
        {
            case RefusalCodes.InvalidInput:
                world.Reach.Hit(Situation.InvalidInputRefused);
                break;
            case RefusalCodes.IdempotencyKeyReused:
                world.Reach.Hit(Situation.KeyReusedRefused);
                break;
            case RefusalCodes.AlreadyEnded when command is CancelExecution:
                world.Reach.Hit(Situation.CompletionBeatCancel);
                break;
        }
    }
}
