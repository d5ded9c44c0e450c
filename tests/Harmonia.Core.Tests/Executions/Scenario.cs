using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Executions;

/// <summary>An execution in a test: given events or commands, when a command, then events.</summary>
internal sealed class Scenario
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly WorkflowId Workflow = new(DerivedId.From("workflow"));
    public static readonly ExecutionId Id = new(DerivedId.From("execution"));

    private readonly List<ExecutionEvent> _history = [];

    private Scenario(WorkflowDefinition definition, ExecutionSettings settings, ExecutionId? id = null)
    {
        Settings = settings;
        State = ExecutionState.Initial(id ?? Id, definition, settings);
    }

    public ExecutionSettings Settings { get; }

    public ExecutionState State { get; }

    public IReadOnlyList<ExecutionEvent> History => _history;

    /// <summary>The time of the next command.</summary>
    public DateTimeOffset Now { get; private set; } = Noon;

    /// <summary>Compiles a workflow of the given tasks, written as JSON.</summary>
    public static Scenario Of(string tasks, string more = "", ExecutionSettings? settings = null) =>
        new(Compile($$"""{"name":"w",{{more}}"tasks":[{{tasks}}]}"""), settings ?? ExecutionSettings.Default);

    /// <summary>Compiles what follows the name of a workflow, written as YAML; it must be free of errors.</summary>
    public static Scenario OfYaml(string yaml, ExecutionSettings? settings = null)
    {
        var (definition, findings) = Definitions.Checking.Compile.Yaml($"name: w\n{yaml}");
        Assert.DoesNotContain(findings, finding => finding.IsError);
        return new Scenario(definition!, settings ?? ExecutionSettings.Default);
    }

    public static Scenario Of(WorkflowDefinition definition, ExecutionSettings? settings = null) =>
        new(definition, settings ?? ExecutionSettings.Default);

    public static WorkflowDefinition Compile(string json) => WorkflowCompiler.Recompile(Json(json));

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    /// <summary>A call that depends on others; <paramref name="more"/> begins with a comma.</summary>
    public static string Call(string id, string[]? after = null, string more = "")
    {
        var names = string.Join(",", (after ?? []).Select(name => $"\"{name}\""));
        var dependencies = names.Length == 0 ? "" : $",\"depends_on\":[{names}]";
        return $$"""{"id":"{{id}}","component":"lab","action":"work"{{dependencies}}{{more}}}""";
    }

    public Scenario After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Scenario Start(string input = "{}")
    {
        Accept(new StartExecution(Workflow, Json(input), null, null) { At = Now });
        return this;
    }

    /// <summary>Starts the next attempts of these tasks.</summary>
    public Scenario Begin(params string[] tasks)
    {
        Accept(new StartTasks([.. tasks]) { At = Now });
        return this;
    }

    public Scenario Complete(string task, string output = "{}")
    {
        Accept(new CompleteTask(task, State.Find(task)!.Attempt, Json(output)) { At = Now });
        return this;
    }

    public Scenario Fail(
        string task, string code = "busy", bool retryable = true, string? details = null, double jitter = 0)
    {
        var failure = new TaskFailure(code, "No.", retryable) { Details = details is null ? null : Json(details) };
        Accept(new FailTask(task, State.Find(task)!.Attempt, failure) { At = Now, Jitter = jitter });
        return this;
    }

    public Scenario Do(Func<DateTimeOffset, ExecutionCommand> command)
    {
        Accept(command(Now));
        return this;
    }

    public Scenario Tick() => Do(at => new Tick { At = at });

    /// <summary>Names the version that this leads to.</summary>
    public Scenario Checkpoint() => Do(at => new TakeCheckpoint(
        new CheckpointId(DerivedId.From($"checkpoint/{State.Version}")), null, null, MayHaveEnded: true)
    { At = at });

    /// <summary>A new execution that goes on from a version of this one, the last unless told.</summary>
    public Scenario Restore(long? version = null)
    {
        var from = version ?? State.Version;
        var restored = new Scenario(State.Definition, Settings, new ExecutionId(DerivedId.From($"restored/{from}")))
        {
            Now = Now,
        };
        restored.Accept(new RestoreExecution(
            new RestoredFrom(State.Id, from, null), [.. _history.Take((int)from)], "hash")
        {
            At = Now,
            Request = "restore",
        });
        return restored;
    }

    public Decision Decide(ExecutionCommand command)
    {
        var decision = ExecutionDecider.Decide(State, command);
        if (decision is Decision.Accepted accepted)
        {
            _history.AddRange(accepted.Events);
        }

        return decision;
    }

    public IReadOnlyList<ExecutionEvent> Accept(ExecutionCommand command) =>
        Assert.IsType<Decision.Accepted>(Decide(command)).Events;

    public string Refuse(ExecutionCommand command)
    {
        var version = State.Version;
        var refusal = Assert.IsType<Decision.Rejected>(Decide(command));
        Assert.Equal(version, State.Version);
        return refusal.Code;
    }

    /// <summary>The names of the events so far, each of a task with its id.</summary>
    public string Story(int from = 0) => string.Join(
        " ",
        _history.Skip(from).Select(fact => EventNames.Of(fact) + (fact is TaskEvent ofTask ? $":{ofTask.Task}" : "")));

    /// <summary>What was stored leads to the same state as what was decided.</summary>
    public void RequireFold() => Assert.Equal(
        Simulation.Checks.StateDump.Text(State),
        Simulation.Checks.StateDump.Text(ExecutionState.Fold(Id, State.Definition, Settings, _history)));

    public Core.Executions.TaskStatus StatusOf(string task) => State.Find(task)!.Status;

    public T Last<T>()
        where T : ExecutionEvent => _history.OfType<T>().Last();

    /// <summary>The same execution, folded anew out of what would be stored.</summary>
    public ExecutionState Refold() => ExecutionState.Fold(
        State.Id,
        State.Definition,
        Settings,
        _history.Select(fact => JsonSerializer.Deserialize(
            JsonSerializer.SerializeToUtf8Bytes(fact, StorageJson.Default.ExecutionEvent),
            StorageJson.Default.ExecutionEvent)!));
}
