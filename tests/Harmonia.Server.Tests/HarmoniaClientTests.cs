using System.Net.ServerSentEvents;
using Harmonia.Client;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Tests;

/// <summary>The typed client against a live server.</summary>
public sealed class HarmoniaClientTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestServer _server = null!;
    private HarmoniaClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = new HarmoniaClient(_server.Http);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Workflows_are_saved_revised_listed_and_removed()
    {
        var definition = new WorkflowText(
            "name: short\ntasks: {a: {component: harmonia, action: noop}}\nresult: {n: 1}", IsYaml: true);

        var valid = await _client.ValidateAsync(definition, None);
        var saved = await _client.CreateWorkflowAsync(definition, "key", None);
        var revised = await _client.ReviseWorkflowAsync("short", definition, None);
        var told = await _client.GetWorkflowAsync(saved.WorkflowId.ToString(), None);
        var listed = await _client.ListWorkflowsAsync(new ListQuery { Limit = 5, Filter = "name:eq:short" }, None);
        var removed = await _client.RemoveWorkflowAsync("short", None);

        Assert.True(valid.Valid);
        Assert.Equal(2, revised.Revision);
        Assert.Equal("short", told.Name);
        Assert.True(told.Others!.ContainsKey("result"));
        Assert.Equal(saved.WorkflowId, Assert.Single(listed.Workflows).Id);
        Assert.True(removed.Success);
    }

    [Fact]
    public async Task Checkpoints_are_taken_told_validated_and_restored()
    {
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);

        var taken = await _client.TakeCheckpointAsync(execution, "n", "d", "once", None);
        var told = await _client.GetCheckpointAsync(taken.Id.ToString(), None);
        var listed = await _client.ListCheckpointsAsync(new ListQuery { ExecutionId = execution }, None);
        var restored = await _client.RestoreAsync(taken.Id.ToString(), "once", None);
        var again = await _client.RestoreAsync(taken.Id.ToString(), "once", None);
        var forked = await _client.ForkAsync(execution, 2, null, None);

        Assert.Equal(("n", "d", "manual"), (told.Name, told.Description, told.Kind));
        Assert.Equal(["first"], told.CompletedTasks);
        Assert.Equal(taken.Id, Assert.Single(listed.Checkpoints).Id);
        Assert.True((await _client.ValidateCheckpointAsync(taken.Id.ToString(), None)).Valid);
        Assert.Equal(restored, again);
        Assert.Equal((execution, taken.Version), (restored.OriginalExecutionId.ToString(), restored.Version));
        Assert.Equal((null, 2), (forked.CheckpointId, forked.Version));
        await _client.UpdateStateAsync(execution, JsonText.EmptyObject, null, None);
        Assert.Equal("{}", (await _client.GetStateAsync(execution, None)).State.GetRawText());
    }

    [Fact]
    public async Task Executions_are_started_told_and_commanded()
    {
        await _server.SaveAsync(Definitions.Sleeping);
        var started = await _client.StartAsync(
            new StartBody { WorkflowId = "sleeping", Input = JsonText.EmptyObject }, null, "once", None);
        var id = started.ExecutionId.ToString();

        Assert.Equal("paused", (await _client.PauseAsync(id, None)).Status);
        Assert.Equal("running", (await _client.ResumeAsync(id, None)).Status);
        await _client.PutStateAsync(id, JsonText.EmptyObject, None);
        Assert.Equal("{}", (await _client.GetStateAsync(id, None)).State.GetRawText());
        Assert.Equal("canceled", (await _client.CancelAsync(id, "enough", None)).Status);

        Assert.Equal("canceled", (await _client.GetExecutionAsync(id, None)).Status);
        Assert.Single((await _client.ListExecutionsAsync(new ListQuery { Status = "canceled" }, None)).Executions);
        Assert.Equal("workflow_started", (await _client.GetHistoryAsync(id, 0, 10, None)).Items[0].Type);
        Assert.Equal("healthy", (await _client.GetHealthAsync(None)).Status);
    }

    [Fact]
    public async Task Whoever_comes_back_with_the_last_id_misses_no_event()
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = await _server.StartInlineAsync(Definitions.Sleeping);
        List<SseItem<LiveEvent>> heard = [];

        await foreach (var item in _client.ListenAsync(id, null, patience.Token))
        {
            heard.Add(item);
            break;
        }

        await _client.PauseAsync(id, None);
        await _client.ResumeAsync(id, None);
        await foreach (var item in _client.ListenAsync(id, heard[^1].EventId, patience.Token))
        {
            heard.Add(item);
            if (item.EventType == "workflow_resumed")
            {
                await _client.CancelAsync(id, "enough", None);
            }
        }

        var history = (await _client.GetHistoryAsync(id, 0, 100, None)).Items;
        Assert.Equal("workflow_canceled", heard[^1].EventType);
        Assert.Equal(
            history.Select(item => (item.Version, item.Type)),
            heard.Select(item => (item.Data.Version, item.EventType)));
        Assert.All(heard, item => Assert.Equal($"{item.Data.Version}", item.EventId));
        Assert.All(heard, item => Assert.Null(item.Data.Position));
    }

    [Fact]
    public async Task An_id_that_the_server_does_not_know_brings_what_comes_after_its_last_event()
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = await _server.StartInlineAsync(Definitions.Sleeping);
        await _client.CancelAsync(id, null, None);

        await foreach (var item in _client.ListenAsync(id, "999", patience.Token))
        {
            Assert.Fail($"Nothing comes after the end, but {item.EventType} came.");
        }
    }

    [Fact]
    public async Task A_refusal_is_an_exception_with_everything_that_was_said()
    {
        var refused = await Assert.ThrowsAsync<HarmoniaException>(
            () => _client.CreateWorkflowAsync(
                new WorkflowText("""{"name": "x", "taks": {}}""", IsYaml: false), null, None));
        var absent = await Assert.ThrowsAsync<HarmoniaException>(
            () => _client.RetryAsync(Guid.Empty.ToString(), None));

        Assert.Equal((400, "INVALID_INPUT", "ValidationError"), (refused.Status, refused.Code, refused.Type));
        Assert.Contains(refused.Findings, finding => finding is { Code: "unknown_field", Suggestion: "tasks" });
        Assert.Equal("EXECUTION_NOT_FOUND", absent.Code);
    }
}
