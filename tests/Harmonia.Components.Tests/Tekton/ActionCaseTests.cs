using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>Each action of each component: what it sends, and the output that it makes of the answers.</summary>
public sealed class ActionCaseTests
{
    public static TheoryData<string, string> Cases => [.. ActionCase.All().Select(one => (one.Component, one.Name))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_action_sends_what_its_component_reads_and_tells_what_it_answers(string component, string name)
    {
        var one = ActionCase.All().Single(found => found.Component == component && found.Name == name);
        await using var family = await ScriptedFamily.StartAsync(one.Known);
        foreach (var call in one.Calls)
        {
            family.Answer(
                call.TryGetProperty("status", out var status) ? status.GetInt32() : 200,
                call.TryGetProperty("stream", out var stream)
                    ? stream.GetString()!
                    : call.GetProperty("answer").GetRawText());
        }

        using var host = new FamilyHost(family);
        var outcome = await host.Of(component).ExecuteAsync(Calls.Call(one.Action, one.Input), Calls.Token);

        Assert.Equal(
            one.Calls.Select(call => $"{one.ReceiverOf(call)} {call.GetProperty("request").GetString()}"),
            family.Requests.Select(request => $"{request.Component} {request.Line}"));
        foreach (var (call, request) in one.Calls.Zip(family.Requests))
        {
            AssertBody(call, request);
        }

        if (one.Failure is { } failure)
        {
            var failed = Assert.IsType<TaskOutcome.Failed>(outcome).Failure;
            Assert.Equal(failure.GetProperty("code").GetString(), failed.Code);
            Assert.Contains(failure.GetProperty("message").GetString()!, failed.Message, StringComparison.Ordinal);
            return;
        }

        if (outcome is TaskOutcome.Failed { Failure: var unexpected })
        {
            Assert.Fail($"{unexpected.Code}: {unexpected.Message}");
        }

        var output = Assert.IsType<TaskOutcome.Completed>(outcome).Output;
        Assert.All(["status", "success", "result", "results", "data"], member => output.GetProperty(member));
        foreach (var expected in one.Output!.Value.EnumerateObject())
        {
            Assert.True(output.TryGetProperty(expected.Name, out var actual), $"{expected.Name} is not in {output}");
            Assert.True(
                JsonElement.DeepEquals(expected.Value, actual), $"{expected.Name} is {actual}, not {expected.Value}");
        }
    }

    [Fact]
    public async Task Every_action_that_is_offered_has_a_case()
    {
        await using var family = await ScriptedFamily.StartAsync("tekton_core");
        using var host = new FamilyHost(family, hasHermes: true);
        var tried = ActionCase.All().Select(one => $"{one.Component}.{one.Action}").ToHashSet(StringComparer.Ordinal);

        var offered =
            from component in host.Directory.Components
            where component is not ("tekton_core" or "penia")
            from action in host.Of(component).Actions
            where !IsGeneric(action) || component == "engram"
            select $"{component}.{action}";

        Assert.Empty(offered.Except(tried).Order(StringComparer.Ordinal));
    }

    private static bool IsGeneric(string action) => action is "http_request" or "request" or "call" or "mcp_tool"
        or "execute_tool" or "health_check" or "workflow_message";

    private static void AssertBody(JsonElement call, SentRequest request)
    {
        if (!call.TryGetProperty("body", out var expected))
        {
            Assert.Null(request.Body);
            return;
        }

        Assert.True(
            JsonElement.DeepEquals(expected, request.Body!.Value),
            $"{request.Line} was sent with {request.Body}, not {expected}");
    }
}
