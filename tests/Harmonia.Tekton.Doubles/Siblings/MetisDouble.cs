using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Metis: a board of tasks that really keeps them.</summary>
public sealed class MetisDouble : TektonDouble
{
    private const int PageSize = 50;

    private static readonly Identity Metis = new("metis", 8011, "Task management and decomposition")
    {
        DiscoveryPath = "/discovery",
        Capabilities = ["task_management", "dependency_tracking", "complexity_analysis", "task_decomposition"],
        Endpoints = [("/api/v1/tasks", "*", "Tasks"), ("/api/v1/sprints", "GET", "Sprints")],
        WorkflowPath = "/api/v1/workflow",
    };

    private static readonly string[] Statuses = ["pending", "in_progress", "review", "done", "blocked", "cancelled"];

    private readonly Shelf _tasks = new("Task");
    private readonly Shelf _sprints = new("Sprint");

    public MetisDouble(TimeProvider? time = null)
        : base(Metis, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/v1/tasks", Create);
        router.Get("/api/v1/tasks", List);
        router.Get("/api/v1/tasks/{id}", call => Answer.Ok(Good(new JsonObject { ["task"] = _tasks.Get(call["id"]) })));
        router.Put("/api/v1/tasks/{id}", Update);
        router.Delete("/api/v1/tasks/{id}", call =>
        {
            _tasks.Remove(call["id"]);
            return Answer.Ok(Good([]));
        });
        router.Post("/api/v1/tasks/{id}/decompose", Decompose);
        router.Post("/api/v1/tasks/{id}/analyze-complexity", call => Answer.Ok(Good(new JsonObject
        {
            ["task_id"] = _tasks.Get(call["id"])["id"]!.DeepClone(),
            ["complexity"] = new JsonObject { ["score"] = JsonText.Float(3), ["level"] = "moderate" },
        })));
        router.Post("/api/v1/tasks/suggest-order", _ => Answer.Ok(Good(new JsonObject
        {
            ["order"] = new JsonArray([.. _tasks.All().Select(task => task!["id"]!.DeepClone())]),
        })));
        router.Get("/api/v1/sprints", call => Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["sprints"] = _sprints.All(sprint =>
                call.Query("status") is not { } status || sprint["status"]?.ToString() == status),
        }));
        router.Get("/api/v1/sprints/{id}", call => Answer.Ok(_sprints.Get(call["id"])));
        router.Post("/api/v1/sprints/{id}/export", call => Answer.Ok(Good(new JsonObject
        {
            ["sprint"] = _sprints.Change(call["id"], new() { ["status"] = "Ready-2:Harmonia" }),
        })));
    }

    /// <summary>Plans a sprint; its export makes it ready for Harmonia.</summary>
    /// <param name="id">The id that it is asked for by.</param>
    /// <param name="json">An object with a status, a name and tasks.</param>
    public void AddSprint(string id, string json)
    {
        var sprint = JsonText.Parse(json)!.AsObject();
        sprint["sprint_id"] = id;
        _sprints.Put(id, sprint);
    }

    private Answer Create(Call call)
    {
        var fields = Read(call, Field.Required("title"), Field.Required("description"));
        var id = Guid.NewGuid().ToString();
        return Answer.Created(_tasks.Put(id, new()
        {
            ["id"] = id,
            ["title"] = fields["title"],
            ["description"] = fields["description"],
            ["status"] = fields.TextOr("status", "pending"),
            ["priority"] = fields.TextOr("priority", "medium"),
            ["details"] = fields["details"],
            ["testStrategy"] = null,
            ["dependencies"] = fields.List("dependencies"),
            ["tags"] = fields.List("tags"),
            ["assignee"] = fields["assignee"],
            ["dueDate"] = fields["due_date"],
            ["subtasks"] = fields.List("subtasks"),
            ["createdAt"] = NowIso,
            ["updatedAt"] = NowIso,
        }));
    }

    private Answer Update(Call call)
    {
        var fields = Read(call, Field.Optional("title"), Field.Optional("description"));
        var changes = new JsonObject { ["updatedAt"] = NowIso };
        foreach (var (name, wire) in ((string, string)[])
            [
                ("title", "title"), ("description", "description"), ("status", "status"), ("priority", "priority"),
                ("details", "details"), ("assignee", "assignee"), ("due_date", "dueDate"), ("tags", "tags"),
            ])
        {
            if (fields[name] is { } value)
            {
                changes[wire] = value;
            }
        }

        return Answer.Ok(_tasks.Change(call["id"], changes));
    }

    private static Fields Read(Call call, params Field[] own)
    {
        var fields = call.Read([
            .. own,
            Field.Optional("status"),
            Field.Optional("priority"),
            Field.Optional("details"),
            Field.Optional("dependencies", Kind.Texts),
            Field.Optional("tags", Kind.Texts),
            Field.Optional("assignee"),
            Field.Optional("due_date"),
            Field.Optional("subtasks", Kind.List),
        ]);
        return Statuses.Contains(fields.TextOr("status", "pending"))
            ? fields
            : throw RefusedException.Because(
                StatusCodes.Status400BadRequest, $"Status must be one of {string.Join(", ", Statuses)}");
    }

    private Answer List(Call call)
    {
        var found = _tasks.All(task => call.Query("status") is not { } status || task["status"]!.ToString() == status);
        return Answer.Ok(Good(new JsonObject
        {
            ["total"] = found.Count,
            ["page"] = 1,
            ["pageSize"] = PageSize,
            ["tasks"] = found,
        }));
    }

    private Answer Decompose(Call call)
    {
        var task = _tasks.Get(call["id"]);
        var subtasks = new JsonArray([.. ((string[])["Prepare", "Do", "Check"]).Select(word => new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["title"] = $"{word}: {task["title"]}",
            ["status"] = "pending",
        })]);
        _tasks.Change(call["id"], new() { ["subtasks"] = subtasks.DeepClone() });
        return Answer.Ok(Good(new JsonObject { ["task_id"] = call["id"], ["subtasks"] = subtasks }));
    }

    private static JsonObject Good(JsonObject members)
    {
        members.Insert(0, "success", true);
        members.Insert(1, "message", null);
        return members;
    }
}
