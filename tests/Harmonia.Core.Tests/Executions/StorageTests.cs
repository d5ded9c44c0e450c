using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Facts are kept for ever: their names and texts are a promise.</summary>
public class StorageTests
{
    private static readonly TaskFailure Busy = new("busy", "No.", Retryable: true) { Details = Scenario.Json("[1]") };

    private static readonly RestoredFrom Origin = new(Scenario.Id, 7, new CheckpointId(Guid.Empty));

    private static readonly ExecutionEvent[] OneOfEach =
    [
        new WorkflowStarted(Scenario.Workflow, "w", "hash", Scenario.Json("{}"), Scenario.Json("1"))
        {
            At = Scenario.Noon,
            RequestHash = "h",
            Request = "key",
            Parent = new ParentExecution(Scenario.Id, "a", 1, 2, Waits: true),
            RestoredFrom = Origin,
        },
        new WorkflowPaused("user") { At = Scenario.Noon },
        new WorkflowResumed { At = Scenario.Noon },
        new WorkflowRetried(["a", "b"]) { At = Scenario.Noon },
        new WorkflowCompleted(Scenario.Json("null"), ["a"]) { At = Scenario.Noon },
        new WorkflowFailed("task_failed", Busy, ["a"]) { At = Scenario.Noon },
        new WorkflowCanceled(null) { At = Scenario.Noon },
        new StateChanged(Scenario.Json("""{"é":"<"}""")) { At = Scenario.Noon },
        new StateUpdated(Scenario.Json("""{"a":null}""")) { At = Scenario.Noon },
        new CheckpointCreated(new CheckpointId(Guid.Empty), CheckpointKind.BeforePause, ExecutionStatus.Running)
        {
            At = Scenario.Noon, Name = "n", Description = "d",
        },
        new WorkflowRestored(Origin, ["a"]) { At = Scenario.Noon },
        new TaskStarted(1, null) { At = Scenario.Noon, Task = "a", WakeAt = Scenario.Noon.AddTicks(1) },
        new TaskCompleted(2, Scenario.Json("1.50")) { At = Scenario.Noon, Task = "a" },
        new TaskFailed(0, Busy, 3) { At = Scenario.Noon, Task = "a" },
        new TaskSkipped("join", "why") { At = Scenario.Noon, Task = "a" },
        new TaskCanceled(4, "workflow_failed") { At = Scenario.Noon, Task = "a" },
        new TaskChunk(1, 2, Scenario.Json("[1]")) { At = Scenario.Noon, Task = "a" },
        new TasksSpliced(1, Scenario.Json("""{"tasks":{}}""")) { At = Scenario.Noon, Task = "a" },
        new ItemCompleted(Scenario.Json("[1]")) { At = Scenario.Noon, Task = "a[1]" },
        new ItemFailed(Busy) { At = Scenario.Noon, Task = "a[2]" },
        new ItemsAdded(Scenario.Json("[1]"), Close: true) { At = Scenario.Noon, Task = "a" },
        new TaskInterrupted(5) { At = Scenario.Noon, Task = "a" },
        new WorkflowClosing("failed", "task_failed", Busy, ["a"], null) { At = Scenario.Noon },
        new ErrorOccurred(Busy, ["notify"]) { At = Scenario.Noon, Task = "a" },
        new TaskReleased(2) { At = Scenario.Noon, Task = "a" },
        new TaskPostponed("window", Scenario.Noon.AddHours(1)) { At = Scenario.Noon, Task = "a" },
        new RetryAttempted(6, Busy, 1, 3, Scenario.Noon.AddSeconds(0.25)) { At = Scenario.Noon, Task = "a" },
        new WaitingForComponent("lab", "work", "It is down.") { At = Scenario.Noon, Task = "a" },
        new AttemptReturned(1, "Nobody was there.", Scenario.Noon.AddSeconds(1)) { At = Scenario.Noon, Task = "a" },
        new TaskProgressed(1, 0.5, "half", Scenario.Json("[1]"))
        {
            At = Scenario.Noon, Task = "a", Usage = new TaskUsage(1, 2, 0.25m, 3),
        },
        new TaskEntered(["a", "b"]) { At = Scenario.Noon, Task = "c#2" },
        new TransitionsTaken(["b"]) { At = Scenario.Noon, Task = "a" },
        new ChildStarted(7, Scenario.Id) { At = Scenario.Noon, Task = "a" },
        new CallbackAwaited(7, Scenario.Json("1")) { At = Scenario.Noon, Task = "a" },
        new CallbackReceived(7, Scenario.Json("2")) { At = Scenario.Noon, Task = "a" },
        new ChildTold(Scenario.Id, ChildOrder.Pause, 8) { At = Scenario.Noon },
        new SignalReceived("id", "paid", Scenario.Json("1"), Kept: true)
        {
            At = Scenario.Noon, TakenBy = "a", Offer = 1, Actor = "shop",
        },
        new SignalTaken(1, "id", 2) { At = Scenario.Noon, Task = "a" },
        new ApprovalRequested(1, "Go?", null, ["ann"], Scenario.Noon) { At = Scenario.Noon, Task = "a" },
        new ApprovalAnswered(1, "approve", Scenario.Json("1"), "yes", "ann", "api") { At = Scenario.Noon, Task = "a" },
        new ApprovalReminded(1, 2) { At = Scenario.Noon, Task = "a" },
        new ApprovalEscalated(1, ["boss"]) { At = Scenario.Noon, Task = "a" },
        new IterationStarted { At = Scenario.Noon, Task = "a[1]", LastAttempt = 2, Warnings = true },
        new IterationCompleted(Scenario.Json("1")) { At = Scenario.Noon, Task = "a[1]", DueAt = Scenario.Noon },
    ];

    public static TheoryData<string> Names() => [.. Declared().Select(declared => (string)declared.TypeDiscriminator!)];

    [Fact]
    public void Every_case_of_the_family_is_declared_and_exemplified()
    {
        var cases = typeof(ExecutionEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ExecutionEvent)) && !type.IsAbstract)
            .ToHashSet();
        Assert.Equal(cases, Declared().Select(declared => declared.DerivedType).ToHashSet());
        Assert.Equal(cases, OneOfEach.Select(fact => fact.GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_stored_under_its_name_and_read_back_the_same(string name)
    {
        var declared = Declared().Single(entry => (string)entry.TypeDiscriminator! == name);
        var fact = OneOfEach.Single(one => one.GetType() == declared.DerivedType);
        Assert.Equal(name, EventNames.Of(fact));

        var text = JsonSerializer.Serialize(fact, StorageJson.Default.ExecutionEvent);
        Assert.Equal(name, JsonElement.Parse(text).GetProperty("type").GetString());
        var again = JsonSerializer.Deserialize(text, StorageJson.Default.ExecutionEvent)!;
        Assert.IsType(fact.GetType(), again);
        Assert.Equal(text, JsonSerializer.Serialize(again, StorageJson.Default.ExecutionEvent));
    }

    [Fact]
    public void Every_command_has_a_rule()
    {
        var commands = new ExecutionCommand[]
        {
            new StartExecution(Scenario.Workflow, Scenario.Json("{}"), null, null),
            new PauseExecution(),
            new ResumeExecution(),
            new CancelExecution(null),
            new RetryExecution(),
            new ResolveTask("a", TaskResolution.Retry, null, null),
            new ChangeState(Scenario.Json("{}")),
            new UpdateState(Scenario.Json("{}")),
            new TakeCheckpoint(new CheckpointId(Guid.Empty), null, null, MayHaveEnded: true),
            new RestoreExecution(Origin, [], null),
            new SendSignal("paid", Scenario.Json("1"), "id"),
            new AnswerApproval("a", Approve: true, null, null, null),
            new StartTasks(["a"]),
            new CompleteTask("a", 1, Scenario.Json("{}")),
            new FailTask("a", 1, Busy),
            new ReturnTask("a", 1, "Nobody was there."),
            new HoldTask("a", "It is down."),
            new ReportProgress("a", 1, 0.5, null, null),
            new ReportChunk("a", 1, 1, Scenario.Json("[1]")),
            new AddItems("a", Scenario.Json("[1]"), Close: true),
            new InterruptTasks(ImmutableArray<(string, int)>.Empty),
            new ReceiveCallback("a", 1, Scenario.Json("{}")),
            new ReportChild(Scenario.Id, OneOfEach[6]),
            new ConfirmOrder(new OwedOrder(Scenario.Id, ChildOrder.Cancel, 1)),
            new Tick(),
        };
        var cases = typeof(ExecutionCommand).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ExecutionCommand)) && !type.IsAbstract)
            .ToHashSet();
        Assert.Equal(cases, commands.Select(command => command.GetType()).ToHashSet());
        Assert.All(commands, command =>
        {
            var scenario = Scenario.Of(Scenario.Call("a")).Start().Begin("a");
            Assert.NotNull(scenario.Decide(command with { At = Scenario.Noon }));
            Invariants.Check(scenario);
        });
    }

    [Fact]
    public void Choices_are_stored_as_the_words_that_the_wire_has()
    {
        foreach (var kind in Enum.GetValues<CheckpointKind>())
        {
            foreach (var status in Enum.GetValues<ExecutionStatus>())
            {
                var fact = new CheckpointCreated(new CheckpointId(Guid.Empty), kind, status) { At = Scenario.Noon };
                var text = JsonElement.Parse(JsonSerializer.Serialize(fact, StorageJson.Default.ExecutionEvent));
                Assert.Equal(
                    (kind.Word, status.Word),
                    (text.GetProperty("kind").GetString(), text.GetProperty("status").GetString()));
            }
        }
    }

    [Fact]
    public void A_history_of_another_workflow_is_refused() => Assert.Throws<InvalidDataException>(() =>
        Scenario.Of(Scenario.Call("b")).State.Evolve(new TaskInterrupted(1) { At = Scenario.Noon, Task = "a" }));

    private static IEnumerable<JsonDerivedTypeAttribute> Declared() =>
        typeof(ExecutionEvent).GetCustomAttributes<JsonDerivedTypeAttribute>();
}
