using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Tests.Documents;

/// <summary>Every definition that the documents show is saved, told as it was sent, and carried out.</summary>
public sealed class ExampleTests : IAsyncLifetime
{
    /// <summary>A Wednesday, ten in the morning in New York.</summary>
    private readonly JumpingTime _time = new(new DateTimeOffset(2026, 11, 25, 15, 0, 0, TimeSpan.Zero));
    private PlayedComponents? _components;
    private TestServer? _server;

    public static TheoryData<string> Names => Example.Names;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_components?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_example_of_the_documents_is_saved_and_told_as_it_was_sent(string name)
    {
        var example = Example.Load(name);
        var definition = await StartAsync(example);

        var saved = await _server!.PostAsync("/api/workflows", definition);

        if (saved.Status == 400 && example.WaitsFor is not null)
        {
            AssertOnlyNotSupported(saved);
            return;
        }

        saved.Expect(201);
        var told = (await _server.GetAsync($"/api/workflows/{saved.Text("workflow_id")}")).Expect(200).Json;
        foreach (var member in JsonElement.Parse(definition).EnumerateObject())
        {
            Assert.True(
                JsonElement.DeepEquals(member.Value, told.GetProperty(member.Name)),
                $"{member.Name} was told as {told.GetProperty(member.Name)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_example_of_the_documents_ends_as_they_say(string name)
    {
        var example = Example.Load(name);
        if (example.WaitsFor is { } missing)
        {
            Assert.Skip($"This waits for {missing}.");
        }

        var definition = await StartAsync(example);
        foreach (var other in example.Others)
        {
            await _server!.SaveAsync(other);
        }

        await _server!.SaveAsync(definition);
        var ended = await EndAsync(example);

        Assert.True(ended.Text("status") == "completed", ended.Body);
        if (example.Find("output") is { } output)
        {
            AssertSame("the output", output, ended.Json.GetProperty("output"));
        }

        foreach (var (task, input) in example.Members("calls"))
        {
            AssertSame($"the input of {task}", input, _components!.Calls[task]);
        }

        await AssertTasksAsync(example, ended.Text("execution_id"));
    }

    /// <summary>Until its task is run, nothing gives an <c>item</c> to what it generates either.</summary>
    private static void AssertOnlyNotSupported(Reply refused) => Assert.All(
        refused.Error.GetProperty("details").GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("severity").GetString() == "error"),
        finding => Assert.True(
            finding.GetProperty("code").GetString() is FindingCodes.NotSupported or FindingCodes.UnknownReference,
            finding.GetRawText()));

    /// <summary>Starts the example, and gives it the time, the event or the state that it waits for.</summary>
    private async Task<Reply> EndAsync(Example example)
    {
        var (takes, told) = (example.Find("takes"), example.Find("event"));
        if (takes is not null || told is not null)
        {
            var started = (await _server!.PostAsync("/api/executions", example.Start, "once")).Expect(202);
            var held = (await _server.GetAsync($"/api/executions/{started.Text("execution_id")}")).Expect(200);
            Assert.NotEqual("completed", held.Text("status"));
            Assert.Empty(_components!.Calls);
        }

        if (example.Find("state") is { } state)
        {
            var started = (await _server!.PostAsync("/api/executions", example.Start, "once")).Expect(202);
            var path = $"/api/executions/{started.Text("execution_id")}/state";
            (await _server.PostAsync(path, state.GetRawText())).Expect(200);
        }

        if (takes is { } seconds)
        {
            _time.Jump(TimeSpan.FromSeconds(seconds.GetDouble()));
        }

        if (told is { } body)
        {
            var published = (await _server!.PostAsync("/api/events", body.GetRawText())).Expect(200);
            Assert.Equal(1, published.Json.GetProperty("delivered").GetInt32());
        }

        return (await _server!.PostAsync("/api/executions?wait=30", example.Start, "once")).Expect(200);
    }

    private static void AssertSame(string what, JsonElement expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(expected, actual), $"{what} is {actual}, not {expected}");

    private async Task AssertTasksAsync(Example example, string execution)
    {
        var tasks = (await _server!.GetAsync($"/api/executions/{execution}")).Expect(200)
            .Json.GetProperty("task_statuses");
        foreach (var (task, status) in example.Members("statuses"))
        {
            AssertSame($"the status of {task}", status, tasks.GetProperty(task).GetProperty("status"));
        }

        foreach (var (task, output) in example.Members("outputs"))
        {
            AssertSame($"the output of {task}", output, tasks.GetProperty(task).GetProperty("output"));
        }
    }

    /// <summary>Starts who plays the components, and a server that knows them.</summary>
    private async Task<string> StartAsync(Example example)
    {
        _components = await PlayedComponents.StartAsync(example);
        _server = await TestServer.StartAsync(configuration => configuration with
        {
            Time = _time,
            Components = [.. _components.Executors()],
            OutboundAllowList = OutboundAllowList.Parse("127.0.0.1"),
        });
        return example.Definition(_components.Address);
    }
}
