using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling.Generic;

/// <summary>
/// An action that is not known here. The component is asked whether it has it: by the adapter protocol, by the task
/// handler that its registration announces, and among its MCP tools.
/// </summary>
internal sealed class UnmappedAction : IFamilyAction
{
    private UnmappedAction()
    {
    }

    public static UnmappedAction Instance { get; } = new();

    public IReadOnlyList<string> Names => [];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        if (await RequestAsync(call, cancellationToken) is { } found)
        {
            var answer = await call.SendAsync(found, cancellationToken);
            return AnswerFailures.Of(found, answer) ?? Succeed(((FamilyAnswer.Answered)answer).Body);
        }

        // Whoever is not there at all is waited for, rather than taken for somebody who cannot do this.
        var tools = FamilyRequest.Get(call.Component.Name, call.Component.McpPath.Replace("/process", "/tools"));
        return await call.SendAsync(tools, cancellationToken) switch
        {
            FamilyAnswer.NotReached { Reason: var reason } => new TaskOutcome.Unavailable(reason),
            FamilyAnswer.Answered { IsSuccess: true, Body: var body } when Lists(body, "tools", call.Task.Action) =>
                await McpTool.CallAsync(call, call.Task.Action, call.Task.Input, cancellationToken),
            _ => new TaskOutcome.Failed(new(
                FailureCodes.ActionNotFound,
                $"The component {call.Component.Name} has no action \"{PlainText.Shorten(call.Task.Action, 80)}\". "
                    + $"Known are {string.Join(", ", call.Component.Actions.Order(StringComparer.Ordinal))}, and "
                    + "http_request, mcp_tool, health_check and workflow_message.",
                Retryable: false)),
        };
    }

    private static async Task<FamilyRequest?> RequestAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var (name, action) = (call.Component.Name, call.Task.Action);
        if (AnnouncesHandler(call.Caller.Find(name)))
        {
            return FamilyRequest.Post(
                name,
                $"/api/tasks/{Uri.EscapeDataString(call.Task.Task)}",
                ("task_id", Core.Executions.JsonText.Of(call.Task.Task)),
                ("action", Core.Executions.JsonText.Of(action)),
                ("input", call.Task.Input));
        }

        // Apollo's /api/actions means something else.
        if (name is "apollo")
        {
            return null;
        }

        var capabilities = await call.SendAsync(FamilyRequest.Get(name, "/api/capabilities"), cancellationToken);
        return capabilities is FamilyAnswer.Answered { IsSuccess: true, Body: var body }
            && (Lists(body, "actions", action) || Lists(body, "capabilities", action))
                ? FamilyRequest.Post(
                    name,
                    $"/api/actions/{Uri.EscapeDataString(action)}",
                    ("action", Core.Executions.JsonText.Of(action)),
                    ("params", call.Task.Input),
                    ("context", Core.Executions.JsonText.EmptyObject))
                : null;
    }

    private static bool AnnouncesHandler(FamilyMember? member) =>
        member?.Metadata is { ValueKind: JsonValueKind.Object } metadata
        && metadata.TryGetProperty("task_handler", out var handler)
        && handler.ValueKind is JsonValueKind.True;

    private static TaskOutcome Succeed(JsonElement body) =>
        FamilyOutput.Of(body).Complete(AnswerText.At(body, "result|data"));

    /// <summary>A list of names, or of objects with a name; at the top or under a member.</summary>
    private static bool Lists(JsonElement body, string member, string action)
    {
        var list = body.ValueKind is JsonValueKind.Array ? body : AnswerText.At(body, member);
        return list is { ValueKind: JsonValueKind.Array } items && items.EnumerateArray().Any(item =>
            item.ValueKind is JsonValueKind.String
                ? item.ValueEquals(action)
                : AnswerText.TextAt(item, "name") == action);
    }
}
