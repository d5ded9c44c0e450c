using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Terma, which opens terminals on a desktop. There is none, so no command ever ends.</summary>
public sealed class TermaDouble : TektonDouble
{
    private const int FirstProcess = 40_000;

    private static readonly Identity Terma = new("terma", 8004, "Terminal management")
    {
        Capabilities = ["terminal_launch", "terminal_management"],
        Endpoints = [("/api/terminals/launch", "POST", "Launch a terminal")],
    };

    private readonly Shelf _terminals = new("Terminal");
    private readonly Shelf _commands = new("Command");
    private int _processes = FirstProcess;

    public TermaDouble(TimeProvider? time = null)
        : base(Terma, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/terminals/launch", Launch);
        router.Get("/api/terminals", _ => Answer.Ok(_terminals.All()));
        router.Post("/api/mcp/v2/terminals/command", Queue);
        router.Get("/api/mcp/v2/terminals/command/{id}/status", Status);
        router.Get("/api/mcp/v2/tools", _ => Answer.Ok(new JsonObject
        {
            ["tools"] = new JsonArray(),
            ["count"] = 0,
            ["message"] = "MCP tools not configured",
        }));
        router.Post("/api/mcp/v2/process", _ => Answer.Ok(new JsonObject
        {
            ["status"] = "error",
            ["error"] = "MCP request processing not configured",
            ["result"] = null,
        }));
    }

    private Answer Launch(Call call)
    {
        var fields = call.Read(
            Field.Optional("template"),
            Field.Optional("app"),
            Field.Optional("working_dir"),
            Field.Optional("purpose"),
            Field.Optional("env", Kind.Object),
            Field.Optional("name"));
        var process = Interlocked.Increment(ref _processes);
        return Answer.Ok(_terminals.Put($"{process}", new()
        {
            ["pid"] = process,
            ["app"] = fields.TextOr("app", "xterm"),
            ["status"] = "running",
            ["launched_at"] = NowIso,
            ["purpose"] = fields["purpose"],
            ["working_dir"] = fields["working_dir"],
        }));
    }

    private Answer Queue(Call call)
    {
        var fields = call.Read(Field.Required("terma_id"), Field.Required("command"));
        var id = Guid.NewGuid().ToString();
        _commands.Put(id, new() { ["terma_id"] = fields["terma_id"], ["command"] = fields["command"] });
        return Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["command_id"] = id,
            ["message"] = "Command queued for terminal",
        });
    }

    private Answer Status(Call call) => _commands.Has(call["id"])
        ? Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["command_id"] = call["id"],
            ["completed"] = false,
            ["output"] = null,
            ["error"] = null,
        })
        : Answer.Detail(StatusCodes.Status404NotFound, $"Command {call["id"]} not found");
}
