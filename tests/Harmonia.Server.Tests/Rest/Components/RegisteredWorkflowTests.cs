using Harmonia.Server.Hosting;

namespace Harmonia.Server.Tests.Rest.Components;

/// <summary>What workflows see of components that are registered while the server runs.</summary>
public sealed class RegisteredWorkflowTests : ComponentHost
{
    private const string Workflow =
        """
        {"name": "trip", "tasks": {"ask": {
          "component": "weather", "action": "forecast", "input": {"city": "${input.city}"},
          "retry_policy": {"max_retries": 3, "initial_delay": 0.001, "max_delay": 0.001}
        }}}
        """;

    private const string Start = """{"workflow_id": "trip", "input": {"city": "Oslo"}}""";

    [Fact]
    public async Task A_workflow_that_uses_a_registered_component_runs_to_its_end()
    {
        Assert.Equal("unknown_component", Assert.Single(await WarningsAsync("/api/workflows", Workflow)));
        await RegisterAsync();
        Peer.AnswerAsync = static _ => Task.FromResult((200, """{"result": "rain"}"""));

        var ended = (await Server.PostAsync("/api/executions?wait=60", Start)).Expect(200);

        Assert.Equal("completed", ended.Text("status"));
        Assert.Contains("rain", ended.Json.GetProperty("output").GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith("GET /forecast/Oslo", Assert.Single(Peer.Calls).Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declaration_that_is_replaced_while_a_task_retries_counts_for_its_next_attempt()
    {
        await RegisterAsync();
        (await Server.PostAsync("/api/workflows", Workflow)).Expect(201);
        Reply? replaced = null;
        Peer.AnswerAsync = async call =>
        {
            if (!call.Request.StartsWith("GET /forecast/", StringComparison.Ordinal))
            {
                return (200, """{"result": "sun"}""");
            }

            var next = Declaration().Replace("/forecast/{city}", "/next/{city}", StringComparison.Ordinal);
            replaced = await Server.PutAsync("/api/components/weather", next);
            return (503, """{"error": "not now"}""");
        };

        var ended = (await Server.PostAsync("/api/executions?wait=60", Start)).Expect(200);

        Assert.Equal(200, replaced?.Status);
        Assert.Equal("completed", ended.Text("status"));
        Assert.Equal(
            ["GET /forecast/Oslo", "GET /next/Oslo"],
            Peer.Calls.Select(call => call.Request.Split('?')[0]));
    }

    [Fact]
    public async Task A_task_waits_for_a_component_that_is_down_and_goes_on_where_it_is_declared_to_be()
    {
        await RegisterAsync(Declaration().Replace(Peer.Url, "http://127.0.0.1:1", StringComparison.Ordinal));
        (await Server.PostAsync("/api/workflows", Workflow)).Expect(201);
        var id = (await Server.PostAsync("/api/executions", Start)).Expect(202).Text("execution_id");
        var client = new Client.HarmoniaClient(Server.Http);

        List<string> events = [];
        await foreach (var item in client.ListenAsync(id, null, Token))
        {
            events.Add(item.EventType);
            if (item.EventType == "waiting_for_component")
            {
                (await Server.PutAsync("/api/components/weather", Declaration())).Expect(200);
            }
        }

        Assert.Contains("waiting_for_component", events);
        Assert.Equal("workflow_completed", events[^1]);
        Assert.Single(Peer.Calls);
        var task = (await GetAsync($"/api/executions/{id}")).Json.GetProperty("task_executions").GetProperty("ask");
        Assert.Equal(0, task.GetProperty("retries").GetInt32());
    }

    [Fact]
    public async Task A_constant_that_an_action_does_not_take_is_refused_from_the_registration_on()
    {
        var wrong = Workflow.Replace("\"${input.city}\"", "5", StringComparison.Ordinal);
        Assert.Equal(["unknown_component"], await WarningsAsync("/api/workflows/validate", wrong));

        await RegisterAsync();
        var refused = (await Server.PostAsync("/api/workflows", wrong))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        var missing = await Server.PostAsync(
            "/api/executions",
            """{"workflow": {"name": "x", "tasks": {"a": {"component": "weather", "action": "forecast"}}}}""");

        Assert.Equal("/tasks/ask/input/city", refused.Field);
        Assert.Equal(
            "invalid_input",
            refused.Error.GetProperty("details").GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(
            "/workflow/tasks/a", missing.ExpectError(400, "ValidationError", "INVALID_INPUT").Field);
    }

    [Fact]
    public async Task What_was_checked_is_checked_anew_when_its_component_changes()
    {
        const string Inline =
            """{"workflow": {"name": "x", "tasks": {"a": {"component": "weather", "action": "report"}}}}""";
        await RegisterAsync();
        (await Server.PostAsync("/api/executions?wait=60", Inline)).Expect(200);

        var strict = Declaration().Replace(
            "\"path\": \"/report\"",
            "\"path\": \"/report\", \"parameters\": [{\"name\": \"of\", \"type\": \"string\", \"required\": true}]",
            StringComparison.Ordinal);
        (await Server.PutAsync("/api/components/weather", strict)).Expect(200);

        (await Server.PostAsync("/api/executions", Inline)).ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task Components_are_there_after_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("harmonia-components-");
        try
        {
            HarmoniaConfiguration OnDisk(HarmoniaConfiguration configuration) => configuration with
            {
                DataDirectory = directory.FullName,
                Database = new DatabaseLocation.File(Path.Combine(directory.FullName, "harmonia.db")),
            };
            string before;
            await using (var first = await StartServerAsync(OnDisk))
            {
                (await first.PostAsync("/api/components", Declaration())).Expect(201);
                (await first.PostAsync("/api/components", Declaration("gone"))).Expect(201);
                (await first.DeleteAsync("/api/components/gone")).Expect(200);
                (await first.PostAsync("/api/workflows", Workflow)).Expect(201);
                before = (await first.GetAsync("/api/components/weather")).Json.GetProperty("declaration").GetRawText();
            }

            await using var second = await StartServerAsync(OnDisk);
            var after = (await second.GetAsync("/api/components/weather")).Expect(200).Json;

            Assert.Equal(before, after.GetProperty("declaration").GetRawText());
            (await second.GetAsync("/api/components/gone")).Expect(404);
            Assert.Equal("completed", (await second.PostAsync("/api/executions?wait=60", Start)).Text("status"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_saved_component_that_cannot_be_used_any_more_is_down_and_can_be_replaced()
    {
        var directory = Directory.CreateTempSubdirectory("harmonia-components-");
        try
        {
            HarmoniaConfiguration OnDisk(HarmoniaConfiguration configuration) => configuration with
            {
                DataDirectory = directory.FullName,
                Database = new DatabaseLocation.File(Path.Combine(directory.FullName, "harmonia.db")),
            };
            await using (var first = await StartServerAsync(OnDisk))
            {
                await first.Embedded.Components.SaveAsync(
                    new Engine.Ports.StoredComponent
                    {
                        Name = "weather",
                        Kind = "smoke",
                        Declaration = """{"name": "weather", "protocol": "smoke"}"""u8.ToArray(),
                        ContentHash = "hash",
                        CreatedAt = DateTimeOffset.UnixEpoch,
                        UpdatedAt = DateTimeOffset.UnixEpoch,
                    },
                    new Engine.Ports.SaveCondition.Any(),
                    Token);
            }

            await using var second = await StartServerAsync(OnDisk);
            var detail = (await second.GetAsync("/api/components/weather")).Expect(200).Json;

            Assert.Equal("down", detail.GetProperty("status").GetString());
            Assert.Contains("/protocol", detail.GetProperty("reason").GetString(), StringComparison.Ordinal);
            (await second.PostAsync("/api/components/weather/actions/forecast", "{}"))
                .ExpectError(422, "ProcessingError", "ACTION_NOT_CALLABLE");
            (await second.PutAsync("/api/components/weather", Declaration())).Expect(200);
            Assert.Equal("up", (await second.GetAsync("/api/components/weather")).Text("status"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<string[]> WarningsAsync(string path, string definition)
    {
        var reply = (await Server.PostAsync(path, definition)).Json;
        return
        [
            .. reply.GetProperty(path.EndsWith("validate", StringComparison.Ordinal) ? "findings" : "warnings")
                .EnumerateArray().Select(finding => finding.GetProperty("code").GetString()!),
        ];
    }
}
