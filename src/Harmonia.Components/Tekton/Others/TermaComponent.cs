using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Terma, which opens terminals on somebody's desktop. It is no way to run commands on a server.</summary>
internal static class TermaComponent
{
    public const string Name = "terma";

    public static FamilyComponent Create() => new(
        Name,
        new RestAction("launch_terminal", "POST", "/api/terminals/launch") { Result = "pid" },
        new RestAction("list_terminals", "GET", "/api/terminals") { Result = "terminals" },
        new RestAction(
            "send_command", "POST", "/api/mcp/v2/terminals/command",
            Field.Need("terma_id", "terminal_id"),
            Field.Need("command"))
        {
            Result = "command_id",
        },
        new RestAction("get_command", "GET", "/api/mcp/v2/terminals/command/{command_id|id}/status")
        {
            Aliases = ["command_status"],
            Result = "output",
        });
}
