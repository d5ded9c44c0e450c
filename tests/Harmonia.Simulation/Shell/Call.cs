using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Workflows;

namespace Harmonia.Simulation.Shell;

/// <summary>One attempt at a worker, and the reports of it on their way back.</summary>
internal sealed class Call(Node node, ExecutionId id, TaskSketch task, TaskState state, string slot)
{
    private readonly int _retries = state.Retries;
    private readonly JsonElement _input = state.Input ?? JsonText.EmptyObject;
    private bool _hasPlace = true;

    public TaskSketch Task => task;

    public int Attempt { get; } = state.Attempt;

    private World World => node.World;

    /// <summary>Sends the call to its worker.</summary>
    public void Begin()
    {
        World.Audit.Dispatched(id, task.Id, Attempt);
        // Whoever calls out gives up at the attempt's deadline.
        World.Schedule(state.Definition.Timeout!.Value, LeavePlace);
        if (World.Strikes(Fault.WorkerDies))
        {
            return; // Nobody will ever report; the attempt's timeout ends it.
        }

        var time = World.Dice.Chance(0.85) ? World.Dice.Time(0, 4) : World.Dice.Time(4, 90);
        World.Schedule(time, End);
    }

    /// <summary>Asks the worker to stop: its place is free, though its report may still come.</summary>
    public void Stop() => LeavePlace();

    private void End()
    {
        LeavePlace();
        if (World.Strikes(Fault.ReportDropped))
        {
            World.Audit.Disturb(id);
            return;
        }

        var report = Report();
        Send(report);
        if (World.Strikes(Fault.ReportRepeated))
        {
            Send(report);
        }

        if (World.Strikes(Fault.WrongAttempt))
        {
            // Far ahead, for the next number would be right by the time that a slow report arrives.
            Send(Renumbered(report, World.Dice.Chance(0.5) ? Attempt + 1_000 : Attempt - 1));
        }

        if (World.Strikes(Fault.ForeignTask))
        {
            Send(new CompleteTask("nobody", Attempt, JsonText.EmptyObject) { At = default });
        }
    }

    private void Send(ExecutionCommand report)
    {
        var delay = World.Strikes(Fault.ReportDelayed) ? World.Dice.Time(0.1, 120) : TimeSpan.Zero;
        World.Schedule(delay, () => World.Node.Deliver(id, World.Store.Find(id)!.Workflow, report, null));
    }

    private void LeavePlace()
    {
        if (!_hasPlace || node.IsDead || World.Mutant == Mutant.SlotsLeak)
        {
            return;
        }

        _hasPlace = false;
        node.Places.Release(slot);
    }

    private ExecutionCommand Report()
    {
        var fails = task.Temper == Temper.Broken || (task.Temper == Temper.Flaky && _retries < task.Failures);
        if (fails)
        {
            return new FailTask(task.Id, Attempt, new TaskFailure(task.Code, "The worker could not.", task.Retryable)
            {
                Details = task.RetryAfter is { } seconds ? Number("retry_after", seconds) : null,
            })
            {
                At = default,
            };
        }

        var output = Number("value", task.Answer(_input.GetProperty("value").GetInt32()));
        if (World.Strikes(Fault.MalformedResult))
        {
            World.Audit.Disturb(id);
            output = JsonText.Of("not what was agreed");
        }
        else if (World.Strikes(Fault.OversizedResult))
        {
            World.Audit.Disturb(id);
            output = JsonText.Of(new string('x', World.Settings.MaxValueBytes));
        }

        World.Audit.Sent(id, task.Id, Attempt, output);
        return new CompleteTask(task.Id, Attempt, output) { At = default };
    }

    private static ExecutionCommand Renumbered(ExecutionCommand report, int attempt) => report switch
    {
        CompleteTask complete => complete with { Attempt = attempt },
        FailTask fail => fail with { Attempt = attempt },
        _ => report,
    };

    private static JsonElement Number(string name, double value) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber(name, value);
        writer.WriteEndObject();
    });
}
