using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Family;

/// <summary><c>POST /workflow</c>: how the family's planning asks whether there is work.</summary>
/// <remarks>Whoever asks is answered 200 whatever comes of it, for that is what the family reads.</remarks>
internal static class WorkflowMessageEndpoint
{
    private const string CheckWork = "check_work";
    private const string LookForWork = "look_for_work";

    public static async ValueTask<Answer> ReceiveAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Command);
        var message = WorkflowMessage.Read(body.Document.Root, FamilyIdentities.Main);
        if (message.Missing.Count > 0)
        {
            var fields = string.Join(", ", message.Missing.Select(field => $"'{field}'"));
            return Told(StatusCodes.Status400BadRequest, writer =>
                writer.WriteString("detail", $"Missing required fields: [{fields}]"));
        }

        if (message.Dest is { } dest && !dest.Equals(FamilyIdentities.Main, StringComparison.OrdinalIgnoreCase))
        {
            return Told(StatusCodes.Status200OK, writer =>
            {
                writer.WriteString("status", "error");
                writer.WriteString(
                    "message",
                    $"Message dest '{Wire.Shorten(dest)}' does not match component '{FamilyIdentities.Main}'");
                writer.WriteString("component", FamilyIdentities.Main);
            });
        }

        var isAsked = message is { Purpose: CheckWork, Action: LookForWork }
            or { Purpose: WorkflowMessage.CheckForSprints };
        return isAsked ? await LookAsync(request, message) : Told(StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("status", "not_implemented");
            writer.WriteString("component", FamilyIdentities.Main);
            writer.WriteString("purpose", Wire.Shorten(message.Purpose ?? ""));
            writer.WriteString("message", "Harmonia answers check_work with look_for_work, and check_for_sprints.");
        });
    }

    private static async ValueTask<Answer> LookAsync(ApiRequest request, WorkflowMessage message)
    {
        var root = request.Services.Configuration.TektonRoot;
        var (items, passedOver) = root is null
            ? ([], 0)
            : await new PlannedWork(root).FindAsync(FamilyIdentities.Main, request.Token);
        var sentence = root is null
            ? "Checked for work on harmonia: TEKTON_ROOT is not set, so there is no planned work to look at."
            : "Checked for work on harmonia"
                + (passedOver == 0 ? "" : $"; {passedOver} files were passed over because they cannot be used");
        return Told(StatusCodes.Status200OK, writer =>
        {
            writer.WriteString("status", "success");
            writer.WriteBoolean("success", true);
            writer.WriteString("component", FamilyIdentities.Main);
            writer.WriteString("purpose", message.Purpose);
            writer.WriteBoolean("work_available", items.Count > 0);
            writer.WriteNumber("work_count", items.Count);
            writer.WriteNumber("count", items.Count);
            writer.WriteStartArray("work_items");
            foreach (var item in items)
            {
                Write(writer, item);
            }

            writer.WriteEndArray();
            writer.WriteString("message", sentence);
        });
    }

    private static void Write(Utf8JsonWriter writer, PlannedItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("workflow_id", item.WorkflowId);
        writer.WriteString("workflow_file", item.File);
        writer.WriteString("status", item.Status);
        writer.WriteString("created", item.Created);
        writer.WriteStartArray("component_tasks");
        foreach (var task in item.Tasks)
        {
            task.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Answer Told(int status, Action<Utf8JsonWriter> write) => Answer.Of(
        status,
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }),
        HarmoniaJson.Wire.JsonElement);
}
