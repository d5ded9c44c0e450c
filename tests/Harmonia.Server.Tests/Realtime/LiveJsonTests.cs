using System.Buffers;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Server.Realtime;

namespace Harmonia.Server.Tests.Realtime;

public class LiveJsonTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 13, 0, 0, TimeSpan.FromHours(1));
    private static readonly ExecutionId Id = new(Guid.Parse("8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11"));
    private static readonly TaskFailure Busy = new("http_503", "Busy.", Retryable: true);
    private static readonly JsonElement Value = JsonText.Of("four");

    private static readonly CheckpointId Taken = new(Guid.Empty);

    public static TheoryData<ExecutionEvent, string> Details => new()
    {
        {
            new WorkflowStarted(new WorkflowId(Guid.Empty), "Say", "hash", Value, null) { At = Noon },
            """{"workflow_id":"00000000-0000-0000-0000-000000000000","workflow_name":"Say"}"""
        },
        { new WorkflowPaused("user") { At = Noon }, """{"reason":"user"}""" },
        { new WorkflowResumed { At = Noon }, "{}" },
        { new WorkflowRetried(["a", "b"]) { At = Noon }, """{"tasks":["a","b"]}""" },
        { new WorkflowCompleted(Value, ["a"]) { At = Noon }, """{"warnings":["a"],"duration":1.5}""" },
        {
            new WorkflowFailed("task_failed", Busy, ["a"]) { At = Noon },
            """{"failed_tasks":["a"],"reason":"task_failed","error":{"code":"http_503","message":"Busy."}}"""
        },
        { new WorkflowCanceled(null) { At = Noon }, """{"reason":null}""" },
        {
            new WorkflowClosing("failed", "task_failed", Busy, ["a"], null) { At = Noon },
            """{"status":"failed","reason":"task_failed"}"""
        },
        {
            new ErrorOccurred(Busy, ["notify"]) { At = Noon, Task = "a" },
            """{"error":{"code":"http_503","message":"Busy."},"handlers":["notify"]}"""
        },
        { new TaskReleased(1) { At = Noon, Task = "a" }, """{"attempt":1}""" },
        {
            new WaitingForComponent("lab", "work", "It is down.") { At = Noon, Task = "a" },
            """{"component":"lab","action":"work","reason":"It is down."}"""
        },
        {
            new AttemptReturned(1, "Nobody was there.", Noon.AddSeconds(2)) { At = Noon, Task = "a" },
            """{"attempt":1,"reason":"Nobody was there.","due_at":"2026-01-31T12:00:02.000Z"}"""
        },
        {
            new TaskProgressed(1, 0.5, "half", Value)
            {
                At = Noon, Task = "a", Usage = new TaskUsage(1, 2, 0.25m, 3),
            },
            """{"attempt":1,"progress":0.5,"message":"half","usage":{"input_tokens":1,"""
            + "\"output_tokens\":2,\"cost_usd\":0.25,\"calls\":3}}"
        },
        { new StateChanged(Value) { At = Noon }, """{"size":6}""" },
        { new StateUpdated(JsonText.Merge(Value, JsonText.EmptyObject)) { At = Noon }, """{"keys":[]}""" },
        {
            new CheckpointCreated(Taken, CheckpointKind.Manual, ExecutionStatus.Running) { At = Noon, Name = "mine" },
            """{"checkpoint_id":"00000000-0000-0000-0000-000000000000","kind":"manual","name":"mine"}"""
        },
        {
            new WorkflowRestored(new RestoredFrom(Id, 3, Taken), ["a"]) { At = Noon },
            """{"original_execution_id":"8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11","original_version":3"""
            + ""","checkpoint_id":"00000000-0000-0000-0000-000000000000","tasks":["a"]}"""
        },
        { new TaskStarted(2, null) { At = Noon, Task = "a" }, """{"task_name":"The first","attempt":2}""" },
        { new TaskCompleted(2, Value) { At = Noon, Task = "a" }, """{"duration":1.5,"output_size":6,"attempt":2}""" },
        {
            new TaskFailed(3, Busy, 2) { At = Noon, Task = "a" },
            """{"error":{"code":"http_503","message":"Busy."},"retries":2,"attempt":3}"""
        },
        { new TaskSkipped("join", "b failed") { At = Noon, Task = "a" }, """{"reason":"join","detail":"b failed"}""" },
        { new TaskCanceled(1, "failed") { At = Noon, Task = "a" }, """{"attempt":1,"reason":"failed"}""" },
        { new TaskInterrupted(1) { At = Noon, Task = "a" }, """{"attempt":1}""" },
        {
            new TaskPostponed("window", Noon.AddSeconds(2)) { At = Noon, Task = "a" },
            """{"reason":"window","due_at":"2026-01-31T12:00:02.000Z"}"""
        },
        {
            new RetryAttempted(1, Busy, 1, 3, Noon.AddSeconds(2)) { At = Noon, Task = "a" },
            """{"retry_count":1,"max_retries":3,"delay":2,"error":{"code":"http_503","message":"Busy."}"""
            + ""","attempt":1,"due_at":"2026-01-31T12:00:02.000Z"}"""
        },
    };

    public static TheoryData<ExecutionEvent, string> DetailsOfFrames => new()
    {
        {
            new TaskChunk(2, 7, JsonElement.Parse("[1]")) { At = Noon, Task = "a" },
            """{"sequence":7,"size":3,"attempt":2}"""
        },
        { new TasksSpliced(2, JsonElement.Parse("{}")) { At = Noon, Task = "a" }, """{"attempt":2}""" },
        {
            new ItemCompleted(JsonElement.Parse("[1]")) { At = Noon, Task = "a[1]" },
            """{"output_size":3}"""
        },
        {
            new ItemFailed(new TaskFailure("busy", "No.", Retryable: true)) { At = Noon, Task = "a[1]" },
            """{"error":{"code":"busy","message":"No."}}"""
        },
        {
            new ItemsAdded(JsonElement.Parse("[1,2]"), Close: true) { At = Noon, Task = "a" },
            """{"items":2,"close":true}"""
        },
        { new TaskEntered(["b"]) { At = Noon, Task = "a#2" }, """{"from":["b"]}""" },
        { new TransitionsTaken(["c"]) { At = Noon, Task = "a#2" }, """{"taken":["c"]}""" },
        { new IterationStarted { At = Noon, Task = "a[1]" }, "{}" },
        {
            new IterationCompleted(Value) { At = Noon, Task = "a[1]", DueAt = Noon.AddSeconds(2) },
            """{"due_at":"2026-01-31T12:00:02.000Z"}"""
        },
    };

    public static TheoryData<ExecutionEvent, string> DetailsOfWaits => new()
    {
        {
            new SignalReceived("id", "paid", Value, Kept: false) { At = Noon, TakenBy = "a" },
            """{"signal_id":"id","name":"paid","size":6,"kept":false,"taken_by":"a"}"""
        },
        { new SignalTaken(1, "id", 0) { At = Noon, Task = "a" }, """{"signal_id":"id","attempt":1}""" },
        {
            new ApprovalRequested(1, "Go?", null, ["ann"], Noon) { At = Noon, Task = "a" },
            """{"title":"Go?","assignees":["ann"],"deadline":"2026-01-31T12:00:00.000Z","attempt":1}"""
        },
        {
            new ApprovalAnswered(1, "approve", Value, "Yes.", "ann", "api") { At = Noon, Task = "a" },
            """{"decision":"approve","actor":"ann","attempt":1}"""
        },
        { new ApprovalReminded(1, 2) { At = Noon, Task = "a" }, """{"number":2,"attempt":1}""" },
        {
            new ApprovalEscalated(1, ["boss"]) { At = Noon, Task = "a" },
            """{"assignees":["boss"],"attempt":1}"""
        },
        {
            new ChildStarted(1, new ExecutionId(Guid.Empty)) { At = Noon, Task = "a" },
            """{"attempt":1,"child_id":"00000000-0000-0000-0000-000000000000"}"""
        },
        {
            new ChildTold(new ExecutionId(Guid.Empty), ChildOrder.Cancel, 3) { At = Noon },
            """{"child_id":"00000000-0000-0000-0000-000000000000","order":"cancel"}"""
        },
        { new CallbackAwaited(1, Value) { At = Noon, Task = "a" }, """{"attempt":1}""" },
        { new CallbackReceived(1, Value) { At = Noon, Task = "a" }, """{"size":6}""" },
    };

    [Theory]
    [MemberData(nameof(Details))]
    [MemberData(nameof(DetailsOfFrames))]
    [MemberData(nameof(DetailsOfWaits))]
    public void Every_type_tells_its_details_and_a_sentence(ExecutionEvent fact, string details)
    {
        var written = Write(fact);
        using var document = JsonDocument.Parse(written);

        Assert.Equal(EventNames.Of(fact), document.RootElement.GetProperty("event_type").GetString());
        Assert.Equal(details, document.RootElement.GetProperty("details").GetRawText());
        Assert.NotEqual("", document.RootElement.GetProperty("message").GetString());
        Assert.DoesNotContain('\n', written);
    }

    [Fact]
    public void Every_type_is_among_them() => Assert.Equal(
        EventTypes.Known.Except([EventTypes.Text]).Order(StringComparer.Ordinal),
        Details.Concat(DetailsOfFrames).Concat(DetailsOfWaits)
            .Select(row => EventNames.Of(row.Data.Item1))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void The_whole_object_is_as_documented() => Assert.Equal(
        """{"event_type":"task_interrupted","execution_id":"8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11","""
        + "\"task_id\":\"a\",\"version\":"
        + """4,"position":9,"timestamp":"2026-01-31T12:00:00.000Z","details":{"attempt":1},"message":"""
        + "\"Task a was interrupted; another attempt follows.\"}",
        Write(new TaskInterrupted(1) { At = Noon, Task = "a" }, withPosition: true));

    private static string Write(ExecutionEvent fact, bool withPosition = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var item = new LiveItem(new RecordedEvent(Id, 4, 9, fact), "The first", TimeSpan.FromSeconds(1.5));
            LiveJson.Write(writer, item, withPosition);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
