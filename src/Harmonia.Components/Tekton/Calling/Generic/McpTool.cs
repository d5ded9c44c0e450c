using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling.Generic;

/// <summary><c>mcp_tool</c>: a tool of the component, by the family's own MCP route.</summary>
/// <remarks>Most components have the route and no tools behind it; they say so, and so does the failure.</remarks>
internal sealed class McpTool : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["mcp_tool", "execute_tool"];

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var tool = call.Input.Text(["tool", "tool_name", "name"], required: true);
        var arguments = call.Input.Value("arguments", "parameters") ?? JsonText.EmptyObject;
        if (arguments.ValueKind is not JsonValueKind.Object)
        {
            call.Input.Report(
                FindingCodes.WrongType,
                "arguments",
                $"An object is expected here, not {ObjectReader.Kind(arguments)}.");
        }

        call.Input.RefuseRest();
        return call.Input.IsWrong ? call.WrongInput() : await CallAsync(call, tool!, arguments, cancellationToken);
    }

    /// <summary>Both spellings of the tool's name are sent, as releases differ in which one they read.</summary>
    public static FamilyRequest Compose(FamilyComponent component, string tool, JsonElement arguments) =>
        FamilyRequest.Post(
            component.Name,
            component.McpPath,
            ("tool_name", JsonText.Of(tool)),
            ("toolName", JsonText.Of(tool)),
            ("arguments", arguments));

    public static async Task<TaskOutcome> CallAsync(
        FamilyCall call, string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        var request = Compose(call.Component, tool, arguments);
        var answer = await call.SendAsync(request, cancellationToken);
        var noTools = KnownDefect.Unmounted(
            $"{call.Component.Name} has no route {call.Component.McpPath}, so its MCP tools cannot be called.");
        if (AnswerFailures.Of(request, answer, noTools) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        var result = AnswerText.At(body, "result");
        return FamilyOutput.Of(body).Complete(result ?? body);
    }
}
