using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Shell;

namespace Harmonia.Simulation;

/// <summary>
/// People and programs outside: they start, meddle, ask again, and some of the trouble is of their making.
/// </summary>
internal sealed class Clients
{
    private const int MaxRemembered = 100;

    private readonly World _world;
    private readonly int _wanted;
    private readonly List<Request> _requests = [];
    private readonly List<(ExecutionId Id, int Workflow)> _started = [];
    private int _keys;

    public Clients(World world)
    {
        _world = world;
        _wanted = world.Dice.Small(20, 80);
    }

    private Dice Dice => _world.Dice;

    /// <summary>One operation.</summary>
    public void Act()
    {
        if (_world.Strikes(Fault.ClockJump))
        {
            _world.JumpClock();
        }

        if (_world.Strikes(Fault.CrashWhileIdle))
        {
            _world.CrashNode(Situation.CrashedBeforeCommit);
        }

        var subscriber = Dice.Pick(_world.Subscribers);
        if (_world.Strikes(Fault.SubscriberCut))
        {
            subscriber.Disconnect();
        }
        else if (Dice.Chance(0.3))
        {
            subscriber.Reconnect();
        }

        if (_started.Count < _wanted && Dice.Chance(0.4))
        {
            Start();
        }

        if (_started.Count > 0 && _world.Strikes(Fault.OperatorMeddles))
        {
            Meddle();
        }

        if (_requests.Count > 0 && _world.Strikes(Fault.RequestRepeated))
        {
            Repeat();
        }
    }

    /// <summary>Resumes everything that is paused.</summary>
    public void ResumeAll()
    {
        foreach (var (id, execution) in _world.Audit.Executions)
        {
            if (execution.Status == ExecutionStatus.Paused)
            {
                new Request(_world, id, execution.Workflow, new ResumeExecution { At = default }).Send();
            }
        }
    }

    private void Start()
    {
        var workflow = Dice.Below(_world.Workflows.Count);
        var key = Dice.Chance(0.5) ? NextKey() : null;
        var id = new ExecutionId(DerivedId.From(key is null ? NextKey() : $"start/{key}"));
        var command = new StartExecution(
            new WorkflowId(DerivedId.From(_world.Workflows[workflow].Definition.Name)),
            Input(),
            null,
            key is null ? null : "content")
        {
            At = default,
            Request = key,
        };
        _started.Add((id, workflow));
        Send(new Request(_world, id, workflow, command));
    }

    private JsonElement Input() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        if (Dice.Chance(0.96))
        {
            writer.WriteNumber("n", Dice.Below(100));
        }

        writer.WriteEndObject();
    });

    private void Meddle()
    {
        var (id, workflow) = Dice.Pick(_started);
        var key = Dice.Chance(0.5) ? NextKey() : null;
        ExecutionCommand command = Dice.Below(12) switch
        {
            0 or 1 or 2 => new PauseExecution { At = default },
            3 or 4 or 5 => new ResumeExecution { At = default },
            6 => new CancelExecution("no longer needed") { At = default },
            7 or 8 => new RetryExecution { At = default },
            9 => new UpdateState(JsonText.EmptyObject) { At = default },
            10 => new TakeCheckpoint(NewCheckpoint(), null, null, MayHaveEnded: Dice.Chance(0.5)) { At = default },
            _ => new ChangeState(JsonText.EmptyObject) { At = default },
        };
        Send(new Request(_world, id, workflow, command with { Request = key }));
    }

    private void Repeat()
    {
        var request = Dice.Pick(_requests);
        if (request.Command.Request is null)
        {
            return; // Without a key nobody may ask again and expect the same.
        }

        if (request.Command is StartExecution start && Dice.Chance(0.2))
        {
            new Request(_world, request.Id, request.Workflow, start with { RequestHash = "other content" }).Send();
            return;
        }

        new Request(_world, request.Id, request.Workflow, request.Command).Send();
    }

    private void Send(Request request)
    {
        _requests.Add(request);
        if (_requests.Count > MaxRemembered)
        {
            _requests.RemoveAt(0);
        }

        request.Send();
    }

    private CheckpointId NewCheckpoint() => new(DerivedId.From(NextKey()));

    private string NextKey() => string.Create(CultureInfo.InvariantCulture, $"key-{_keys++}");
}
