using System.Text.Json;
using Harmonia.Cli.Running;
using Harmonia.Client;

namespace Harmonia.Cli.Tests.Running;

public sealed class ProgressEventTests
{
    [Theory]
    [InlineData("task_skipped", """{"reason": "condition", "detail": "It does not hold."}""", "It does not hold.")]
    [InlineData("task_canceled", """{"attempt": 1, "reason": "workflow_canceled"}""", "workflow_canceled")]
    [InlineData("workflow_canceled", """{"reason": "No longer needed"}""", "No longer needed")]
    [InlineData("workflow_canceled", """{"reason": null}""", null)]
    [InlineData("task_completed", """{"duration": 1}""", null)]
    [InlineData("task_failed", """{"error": {"code": "x", "message": "y"}}""", "The server's sentence.")]
    public void A_line_says_nothing_twice(string type, string details, string? message)
    {
        var live = new LiveEvent(
            type, Guid.Empty, "a", 3, DateTimeOffset.UnixEpoch, JsonElement.Parse(details), "The server's sentence.");

        Assert.Equal(message, ProgressEvent.Of(live).Message);
    }
}
