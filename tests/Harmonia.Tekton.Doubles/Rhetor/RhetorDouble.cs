using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Rhetor;

/// <summary>Plays Rhetor with a model that says what its script says.</summary>
public sealed class RhetorDouble : TektonDouble
{
    private const string Model = "llama3.3:70b";

    private static readonly Identity Rhetor = new("rhetor", 8003, "Model access and prompt engineering")
    {
        Capabilities = ["llm_routing", "prompt_management", "context_management", "budget_tracking"],
        Endpoints = [("/api/v1/generate", "POST", "Generate text"), ("/api/v1/chat", "POST", "Chat")],
    };

    private readonly RhetorLibrary _library;
    private readonly RhetorTools _tools;

    public RhetorDouble(TimeProvider? time = null)
        : base(Rhetor, time)
    {
        _library = new();
        _tools = new(Speak);
    }

    public RhetorScript Script { get; } = new();

    /// <summary>Whether the model behind it answers; without it, every generation is a 500.</summary>
    public bool IsNumaReachable { get; set; } = true;

    /// <summary>Whether it has started up; everything of v1 is a 503 before.</summary>
    public bool IsInitialized { get; set; } = true;

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/v1/generate", Initialized(Generate));
        router.Post("/api/v1/chat", Initialized(Chat));
        router.Post("/api/v1/chat/stream", Initialized(BrokenStream));
        router.Get("/api/v1/models", Initialized(_ => Answer.Ok(new JsonObject { ["models"] = Models() })));
        router.Get("/api/models/", _ => Answer.Ok(Models()));
        router.Get("/api/v1/budget/usage", Initialized(call => Answer.Ok(new JsonObject
        {
            ["period"] = call.Query("period") ?? "daily",
            ["total_cost"] = JsonText.Float(0),
            ["total_tokens"] = 0,
            ["groups"] = new JsonObject(),
        })));
        _library.Map(router, Initialized);
        _tools.Map(router);
        MapSpecialists(router);
    }

    private void MapSpecialists(Router router)
    {
        router.Get("/api/v1/ai/specialists", _ => Answer.Ok(new JsonArray(new JsonObject
        {
            ["ai_id"] = "numa-ai",
            ["component"] = "numa",
            ["status"] = IsNumaReachable ? "active" : "inactive",
            ["model"] = Model,
        })));
        router.Post("/api/v1/ai/specialists/{ai_id}/message", AskSpecialist);
        router.Post("/api/team-chat", TeamChat);
    }

    private Func<Call, Answer> Initialized(Func<Call, Answer> answer) => call => IsInitialized
        ? answer(call)
        : Answer.Detail(StatusCodes.Status503ServiceUnavailable, "Rhetor not initialized");

    private Answer Generate(Call call)
    {
        var fields = call.Read(
            Field.Required("prompt"),
            Field.Optional("model"),
            Field.Optional("temperature", Kind.Number),
            Field.Optional("max_tokens", Kind.Whole),
            Field.Optional("system_prompt"),
            Field.Optional("component"),
            Field.Optional("capability"));
        var prompt = fields.Text("prompt");
        var text = Speak(prompt, fields.TextOrNull("system_prompt"));
        return Answer.Ok(new JsonObject
        {
            ["response"] = text,
            ["model"] = fields.TextOr("model", Model),
            ["usage"] = Usage(prompt, text),
        });
    }

    /// <summary>Only the last message of the user and of the system are looked at. Any failure is a 500.</summary>
    private Answer Chat(Call call)
    {
        var fields = call.Read(
            Field.Required("messages", Kind.List),
            Field.Optional("model"),
            Field.Optional("temperature", Kind.Number),
            Field.Optional("max_tokens", Kind.Whole),
            Field.Optional("context_id"),
            Field.Optional("tools", Kind.List),
            Field.Optional("response_format", Kind.Any),
            Field.Optional("request_metadata", Kind.Object),
            Field.Optional("capability"));
        var messages = fields.List("messages");
        var context = fields.TextOrNull("context_id");
        if (context is not null && !_library.HasContext(context))
        {
            return Answer.Detail(500, $"404: Context not found: {context}");
        }

        var prompt = Last(messages, "user") ?? "";
        var text = Speak(prompt, Last(messages, "system"));
        return Answer.Ok(new JsonObject
        {
            ["content"] = text,
            ["response"] = text,
            ["model"] = fields.TextOr("model", Model),
            ["usage"] = Usage(prompt, text),
            ["contextId"] = context ?? Guid.NewGuid().ToString(),
            ["metadata"] = null,
        });
    }

    /// <summary>It calls what its router does not have, so that the only event is an error.</summary>
    private static Answer BrokenStream(Call call)
    {
        call.Read(Field.Required("messages", Kind.List));
        return Answer.Stream("""{"error": "'ModelRouter' object has no attribute 'route_request_stream'"}""");
    }

    private static string? Last(JsonArray messages, string role) =>
        messages.LastOrDefault(message => message?["role"]?.ToString() == role)?["content"]?.ToString();

    private static JsonObject Usage(string prompt, string text)
    {
        var (asked, said) = (Words(prompt), Words(text));
        return new() { ["prompt_tokens"] = asked, ["completion_tokens"] = said, ["total_tokens"] = asked + said };
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private string Speak(string prompt, string? systemPrompt) => IsNumaReachable
        ? Script.Answer(prompt, systemPrompt)
        : throw RefusedException.Because(
            StatusCodes.Status500InternalServerError,
            "Failed to get response from numa-ai: Could not connect to numa-ai: [Errno 111] Connection refused");

    private static JsonArray Models() => new(new JsonObject
    {
        ["id"] = Model,
        ["name"] = Model,
        ["provider"] = "ollama",
        ["capabilities"] = JsonText.List("chat", "reasoning"),
    });

    private Answer AskSpecialist(Call call)
    {
        var fields = call.Read(Field.Required("message"), Field.Optional("timeout", Kind.Number));
        return Answer.Ok(new JsonObject
        {
            ["success"] = IsNumaReachable,
            ["ai_id"] = call["ai_id"],
            ["response"] = IsNumaReachable ? Script.Answer(fields.Text("message"), null) : null,
            ["error"] = IsNumaReachable ? null : $"Could not connect to {call["ai_id"]}",
        });
    }

    private Answer TeamChat(Call call)
    {
        var fields = call.Read(
            Field.Required("message"), Field.Optional("moderation_mode"), Field.Optional("timeout", Kind.Number));
        var responses = IsNumaReachable
            ? new JsonArray(new JsonObject
            {
                ["ai_id"] = "numa-ai",
                ["response"] = Script.Answer(fields.Text("message"), null),
            })
            : [];
        return Answer.Ok(new JsonObject
        {
            ["request_id"] = Guid.NewGuid().ToString(),
            ["responses"] = responses,
            ["moderation_mode"] = fields.TextOr("moderation_mode", "pass_through"),
            ["synthesis"] = null,
            ["consensus"] = null,
            ["timestamp"] = NowIso,
            ["elapsed_time"] = JsonText.Float(0),
        });
    }
}
