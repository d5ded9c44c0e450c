namespace Harmonia.Server.Tests.Rest.Family;

public sealed class WorkflowMessageTests : IAsyncLifetime
{
    private const string LookForWork =
        """
        {"purpose": "check_work", "dest": "harmonia", "payload": {"component": "harmonia", "action": "look_for_work"}}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("harmonia-tekton-").FullName;
    private TestServer _server = null!;

    private string Data => Path.Combine(_root, ".tekton", "workflows", "data");

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAsync(configuration => configuration with { TektonRoot = _root });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("/workflow")]
    [InlineData("/harmonia/workflow")]
    [InlineData("/api/v1/workflow")]
    [InlineData("/api/mcp/v2/workflow")]
    public async Task Planned_work_is_found(string path)
    {
        await PlanAsync(
            "wf_demo",
            """
            {"status": "ready", "created": "2026-01-01", "tasks": [
              {"component": "harmonia", "action": "build", "id": "t1"}, {"component": "ergon", "id": "t2"}]}
            """);
        await PlanAsync("wf_other", """{"status": "ready", "tasks": [{"component": "ergon"}]}""");

        var answer = (await _server.PostAsync(path, LookForWork)).Expect(200).Json;

        Assert.Equal("success", answer.GetProperty("status").GetString());
        Assert.True(answer.GetProperty("work_available").GetBoolean());
        Assert.Equal(1, answer.GetProperty("work_count").GetInt32());
        Assert.Equal(
            """
            {"workflow_id":"wf_demo","workflow_file":"wf_demo.json","status":"ready","created":"2026-01-01",
            "component_tasks":[{"component":"harmonia","action":"build","id":"t1"}]}
            """.ReplaceLineEndings(""),
            answer.GetProperty("work_items")[0].GetRawText().Replace(", ", ",", StringComparison.Ordinal)
                .Replace(": ", ":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tasks_by_id_are_found_too()
    {
        await PlanAsync("wf_map", """{"tasks": {"one": {"component": "Harmonia"}}}""");

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task The_form_of_the_user_interface_is_understood()
    {
        await PlanAsync("wf_demo", """{"tasks": [{"component": "harmonia"}]}""");

        var answer = (await _server.PostAsync(
            "/api/v1/workflow", """{"purpose": {"harmonia": "check_for_sprints"}, "source": "ui_navigation"}"""))
            .Expect(200).Json;

        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Equal(1, answer.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_passed_over()
    {
        await PlanAsync("broken", "{");
        await PlanAsync("empty", "");
        await PlanAsync("huge", $$"""{"tasks": [{"component": "harmonia", "x": "{{new string('x', 1_100_000)}}"}]}""");
        var elsewhere = Path.Combine(_root, "elsewhere.json");
        await File.WriteAllTextAsync(elsewhere, """{"tasks": [{"component": "harmonia"}]}""");
        File.CreateSymbolicLink(Path.Combine(Data, "link.json"), elsewhere);

        var answer = (await _server.PostAsync("/workflow", LookForWork)).Expect(200);

        Assert.Equal(0, answer.Json.GetProperty("work_count").GetInt32());
        Assert.Contains("4 files were passed over", answer.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_not_followed()
    {
        var elsewhere = Path.Combine(_root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        await File.WriteAllTextAsync(
            Path.Combine(elsewhere, "secret.json"), """{"tasks": [{"component": "harmonia"}]}""");
        Directory.CreateDirectory(Path.GetDirectoryName(Data)!);
        Directory.CreateSymbolicLink(Data, elsewhere);

        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(
        """{"purpose": "check_work", "dest": "ergon", "payload": {"action": "look_for_work"}}""",
        """{"status":"error","message":"Message dest 'ergon' does not match component 'harmonia'",""",
        "\"component\":\"harmonia\"}")]
    [InlineData(
        """{"purpose": "process_sprint", "dest": "harmonia", "payload": {"action": "process_sprint"}}""",
        """{"status":"not_implemented","component":"harmonia","purpose":"process_sprint",""",
        "\"message\":\"Harmonia answers check_work with look_for_work, and check_for_sprints.\"}")]
    public async Task What_cannot_be_done_is_told_with_success(string message, string first, string second) =>
        Assert.Equal(first + second, (await _server.PostAsync("/workflow", message)).Expect(200).Body);

    [Theory]
    [InlineData("{}", "Missing required fields: ['purpose', 'dest', 'payload']")]
    [InlineData("""{"purpose": "check_work", "payload": {}}""", "Missing required fields: ['dest']")]
    [InlineData("[]", "Missing required fields: ['purpose', 'dest', 'payload']")]
    public async Task Missing_fields_are_named(string message, string detail) =>
        Assert.Equal(detail, (await _server.PostAsync("/workflow", message)).Expect(400).Text("detail"));

    [Fact]
    public async Task Without_an_installation_there_is_no_work()
    {
        await using var alone = await TestServer.StartAsync();

        var answer = (await alone.PostAsync("/workflow", LookForWork)).Expect(200);

        Assert.False(answer.Json.GetProperty("work_available").GetBoolean());
        Assert.Contains("TEKTON_ROOT is not set", answer.Text("message"), StringComparison.Ordinal);
    }

    private async Task<int> CountAsync() =>
        (await _server.PostAsync("/workflow", LookForWork)).Expect(200).Json.GetProperty("work_count").GetInt32();

    private async Task PlanAsync(string id, string text)
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, id + ".json"), text);
    }
}
