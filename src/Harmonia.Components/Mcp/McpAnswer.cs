using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harmonia.Components.Mcp;

/// <summary>What the answer of a tool means for the task.</summary>
internal static class McpAnswer
{
    public static TaskOutcome From(string server, string tool, CallToolResult result)
    {
        if (result.IsError is true)
        {
            return new TaskOutcome.Failed(new TaskFailure(
                FailureCodes.McpToolError,
                $"The tool {tool} of {server} failed: {PlainText.EscapeControls(TextOf(result))}",
                Retryable: true).Bounded());
        }

        return new TaskOutcome.Completed(OutputOf(result));
    }

    /// <summary>An answer of the protocol itself, in place of one of the tool.</summary>
    public static TaskFailure From(string server, string tool, McpProtocolException exception) => new TaskFailure(
        exception.ErrorCode switch
        {
            McpErrorCode.InvalidParams => FailureCodes.InvalidInput,
            McpErrorCode.MethodNotFound => FailureCodes.ActionNotFound,
            _ => FailureCodes.ComponentError,
        },
        $"The server {server} refused the call of {tool} ({(int)exception.ErrorCode}): "
            + PlainText.EscapeControls(exception.Message),
        Retryable: exception.ErrorCode is McpErrorCode.InternalError).Bounded();

    /// <summary>The structured value; else its text, as JSON when it is that; else all that it sent.</summary>
    private static JsonElement OutputOf(CallToolResult result)
    {
        if (result.StructuredContent is { } structured)
        {
            return structured.Clone();
        }

        if (result.Content.Count > 0 && result.Content.All(block => block is TextContentBlock))
        {
            var text = TextOf(result);
            return ForeignJson.Parse(Encoding.UTF8.GetBytes(text)) is { } json ? json : JsonText.Of(text);
        }

        return JsonValue.Object(writer =>
        {
            writer.WriteStartArray("content");
            foreach (var block in result.Content)
            {
                JsonSerializer.Serialize(
                    writer, block, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ContentBlock)));
            }

            writer.WriteEndArray();
        });
    }

    private static string TextOf(CallToolResult result) =>
        string.Join("\n", result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
