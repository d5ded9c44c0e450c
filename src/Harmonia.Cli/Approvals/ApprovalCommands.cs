using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Approvals;

/// <summary><c>harmonia approvals</c>: what people are asked.</summary>
internal static class ApprovalCommands
{
    public static Command Create(Terminal terminal) =>
        new ExampledCommand(
            "approvals",
            "Lists and answers what executions ask people.",
            "harmonia approvals list --assignee ann",
            "harmonia approvals approve 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 release --actor ann")
        {
            ListApprovalsCommand.Create(terminal),
            AnswerCommands.CreateApprove(terminal),
            AnswerCommands.CreateReject(terminal),
            LinkCommand.Create(terminal),
        };

    public static Argument<string> Task() => new("task") { Description = "The path of the task that asks." };

    public static Option<string?> Actor(string description) =>
        new("--actor") { Description = description, HelpName = "name" };
}
