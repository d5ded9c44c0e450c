using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Numa, the companion. Without its model it acknowledges, and calls that a success.</summary>
public sealed class NumaDouble : TektonDouble
{
    private static readonly Identity Numa = new("numa", 8016, "Platform mentor")
    {
        Capabilities = ["companion_chat", "team_chat"],
        Endpoints = [("/api/companion-chat", "POST", "Talk to Numa")],
    };

    public NumaDouble(TimeProvider? time = null)
        : base(Numa, time)
    {
    }

    /// <summary>Whether the model answers; otherwise a fallback text does.</summary>
    public bool HasModel { get; set; } = true;

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/companion-chat", Chat);
        router.Post("/api/team-chat", Chat);
        router.Get("/api/status", _ => Answer.Ok(new JsonObject
        {
            ["status"] = "operational",
            ["component"] = Identity.Name,
            ["version"] = Identity.Version,
        }));
    }

    private Answer Chat(Call call)
    {
        var fields = call.Read(
            Field.Required("message"), Field.Optional("user_id"), Field.Optional("context", Kind.Object));
        var message = fields.Text("message");
        return Answer.Ok(new JsonObject
        {
            ["response"] = HasModel ? $"Numa says: {message}" : $"Numa acknowledges: '{message}'.",
            ["timestamp"] = NowIso,
            ["metadata"] = new JsonObject
            {
                ["user_id"] = fields["user_id"],
                ["mode"] = HasModel ? "ai" : "fallback",
            },
        });
    }
}
