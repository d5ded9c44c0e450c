using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>Reads or changes a task for people, wherever it is kept.</summary>
internal sealed class ChangeTask(string name, LocalTasks local) : IFamilyAction
{
    public const string Metis = "metis";

    public IReadOnlyList<string> Names { get; } = [name];

    public Reach Reach => Reach.Nobody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.Text(["task_id", "id"], required: true) ?? "";
        var agent = call.Input.Text(["assignee", "agent_id"], required: name is "assign_task");
        var status = name is "complete_task" ? "completed" : call.Input.Text(["status", "state"]);
        var rest = call.Input.Rest().ToList();
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var changes = Changes(agent, status, rest);
        if (id.StartsWith(LocalTasks.Prefix, StringComparison.Ordinal))
        {
            return Here(id, changes);
        }

        return await AtHermesAsync(call, id, agent, status, changes, cancellationToken)
            ?? await AtMetisAsync(call, id, changes, cancellationToken)
            ?? AnswerFailures.ComponentError(
                $"Nobody in the family knows the task {PlainText.Shorten(id, 80)}: Ergon has no route for tasks, and "
                    + "neither Hermes' A2A service nor Metis answered for it.");
    }

    private TaskOutcome Here(string id, JsonElement changes) =>
        (name is "get_task" ? local.Find(id) : local.Change(id, changes)) is { } task
            ? CreateTask.Describe(task, "harmonia").Complete(task)
            : AnswerFailures.ComponentError(
                $"The task {PlainText.Shorten(id, 80)} is not here any more: Harmonia keeps such tasks until its "
                    + "process ends.");

    private async Task<TaskOutcome?> AtHermesAsync(
        FamilyCall call,
        string id,
        string? agent,
        string? status,
        JsonElement changes,
        CancellationToken cancellationToken)
    {
        var method = name switch
        {
            "get_task" => "task.get",
            "assign_task" => "task.assign",
            "complete_task" => "task.complete",
            _ => "task.update_state",
        };
        var parameters = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("task_id", id);
            Member(writer, "agent_id", name is "assign_task" ? agent : null);
            Member(writer, "state", name is "update_task" ? status : null);
            if (name is "complete_task")
            {
                writer.WritePropertyName("output_data");
                (AnswerText.At(changes, "output_data|result") ?? changes).WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        if (await HermesTasks.CallAsync(call, method, parameters, cancellationToken) is not { } answer)
        {
            return null;
        }

        var task = AnswerText.At(answer, "task") ?? answer;
        return CreateTask.Describe(task, HermesTasks.Hermes).Add("task_id", JsonText.Of(id)).Complete(task);
    }

    private async Task<TaskOutcome?> AtMetisAsync(
        FamilyCall call, string id, JsonElement changes, CancellationToken cancellationToken)
    {
        if (!call.Caller.Knows(Metis))
        {
            return null;
        }

        var path = $"/api/v1/tasks/{Uri.EscapeDataString(id)}";
        var request = name is "get_task"
            ? FamilyRequest.Get(Metis, path)
            : new FamilyRequest(Metis, HttpMethod.Put, path) { Body = InMetisWords(changes) };
        var answer = await call.SendAsync(request, cancellationToken);
        if (answer is FamilyAnswer.Answered { Status: 404 } or FamilyAnswer.NotReached)
        {
            return null;
        }

        if (AnswerFailures.Of(request, answer) is { } failed)
        {
            return failed;
        }

        var body = ((FamilyAnswer.Answered)answer).Body;
        var task = AnswerText.At(body, "task|data") ?? body;
        return CreateTask.Describe(task, Metis).Complete(task);
    }

    /// <summary>Metis calls what is completed done.</summary>
    private static JsonElement InMetisWords(JsonElement changes) => AnswerText.TextAt(changes, "status") is "completed"
        ? JsonText.Merge(changes, JsonElement.Parse("""{"status": "done"}"""))
        : changes;

    private static JsonElement Changes(
        string? agent, string? status, List<KeyValuePair<string, JsonElement>> rest) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (field, value) in rest)
        {
            writer.WritePropertyName(field);
            value.WriteTo(writer);
        }

        Member(writer, "assignee", agent);
        Member(writer, "status", status);
        writer.WriteEndObject();
    });

    private static void Member(Utf8JsonWriter writer, string field, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(field, value);
        }
    }
}
