using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Telos: projects and their requirements. What it makes, it answers with a 201.</summary>
public sealed class TelosDouble : TektonDouble
{
    private static readonly Identity Telos = new("telos", 8008, "Requirements management")
    {
        Capabilities = ["requirements_management", "requirement_validation", "requirement_tracing"],
        Endpoints =
        [
            ("/api/v1/projects", "POST", "Create a new project"),
            ("/api/v1/projects/{project_id}/requirements", "POST", "Create a new requirement"),
        ],
    };

    private readonly Shelf _projects = new("Project");
    private readonly Shelf _requirements = new("Requirement");

    public TelosDouble(TimeProvider? time = null)
        : base(Telos, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/v1/projects", CreateProject);
        router.Get("/api/v1/projects", _ => Answer.Ok(new JsonObject
        {
            ["count"] = _projects.Count,
            ["projects"] = _projects.All(),
        }));
        router.Get("/api/v1/projects/{id}", call => Answer.Ok(_projects.Get(call["id"])));
        router.Delete("/api/v1/projects/{id}", call =>
        {
            _projects.Remove(call["id"]);
            return Answer.Ok(new JsonObject { ["success"] = true, ["project_id"] = call["id"] });
        });
        router.Post("/api/v1/projects/{id}/requirements", CreateRequirement);
        router.Get("/api/v1/projects/{id}/requirements", call =>
        {
            var found = OfProject(call);
            return Answer.Ok(new JsonObject { ["count"] = found.Count, ["requirements"] = found });
        });
        router.Get("/api/v1/projects/{id}/requirements/{requirement}", call =>
            Answer.Ok(_requirements.Get(call["requirement"])));
        router.Post("/api/v1/projects/{id}/validate", Validate);
    }

    private JsonArray OfProject(Call call)
    {
        _projects.Get(call["id"]);
        return _requirements.All(requirement => requirement["project_id"]!.ToString() == call["id"]);
    }

    private Answer CreateProject(Call call)
    {
        var fields = call.Read(
            Field.Required("name"), Field.Optional("description"), Field.Optional("metadata", Kind.Object));
        var id = Guid.NewGuid().ToString();
        return Answer.Created(_projects.Put(id, new()
        {
            ["project_id"] = id,
            ["name"] = fields["name"],
            ["description"] = fields.TextOr("description", ""),
            ["created_at"] = NowEpoch,
        }));
    }

    private Answer CreateRequirement(Call call)
    {
        var fields = call.Read(
            Field.Required("title"),
            Field.Required("description"),
            Field.Optional("requirement_type"),
            Field.Optional("priority"),
            Field.Optional("status"),
            Field.Optional("tags", Kind.Texts));
        _projects.Get(call["id"]);
        var id = Guid.NewGuid().ToString();
        _requirements.Put(id, new()
        {
            ["requirement_id"] = id,
            ["project_id"] = call["id"],
            ["title"] = fields["title"],
            ["description"] = fields["description"],
            ["requirement_type"] = fields.TextOr("requirement_type", "functional"),
            ["priority"] = fields.TextOr("priority", "medium"),
            ["status"] = fields.TextOr("status", "new"),
            ["tags"] = fields.List("tags"),
        });
        return Answer.Created(new JsonObject
        {
            ["project_id"] = call["id"],
            ["requirement_id"] = id,
            ["title"] = fields["title"],
            ["created_at"] = NowEpoch,
        });
    }

    private Answer Validate(Call call)
    {
        var found = OfProject(call);
        return Answer.Ok(new JsonObject
        {
            ["project_id"] = call["id"],
            ["validation_date"] = NowEpoch,
            ["results"] = new JsonArray([.. found.Select(requirement => new JsonObject
            {
                ["requirement_id"] = requirement!["requirement_id"]!.DeepClone(),
                ["passed"] = true,
                ["issues"] = new JsonArray(),
            })]),
            ["summary"] = new JsonObject
            {
                ["total_requirements"] = found.Count,
                ["passed"] = found.Count,
                ["failed"] = 0,
                ["pass_percentage"] = found.Count == 0 ? 0 : JsonText.Float(100),
            },
            ["criteria"] = new JsonObject(),
        });
    }
}
