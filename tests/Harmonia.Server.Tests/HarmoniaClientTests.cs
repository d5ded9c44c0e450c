using Harmonia.Client;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Tests;

/// <summary>The typed client against a live server.</summary>
public sealed class HarmoniaClientTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

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
        var definition = new WorkflowText("name: short\ntasks: {a: {component: harmonia, action: noop}}\nresult: {n: 1}", IsYaml: true);

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
    public async Task A_refusal_is_an_exception_with_everything_that_was_said()
    {
        var refused = await Assert.ThrowsAsync<HarmoniaException>(
            () => _client.CreateWorkflowAsync(new WorkflowText("""{"name": "x", "taks": {}}""", IsYaml: false), null, None));
        var absent = await Assert.ThrowsAsync<HarmoniaException>(
            () => _client.RetryAsync(Guid.Empty.ToString(), None));

        Assert.Equal((400, "INVALID_WORKFLOW", "ValidationError"), (refused.Status, refused.Code, refused.Type));
        Assert.Contains(refused.Findings, finding => finding is { Code: "unknown_field", Suggestion: "tasks" });
        Assert.Equal("EXECUTION_NOT_FOUND", absent.Code);
    }
}
