using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Synthesis;

/// <summary>Does the steps of a plan, in their order whatever they depend on.</summary>
/// <param name="emit">Takes the events of notifications.</param>
/// <param name="time">The clock of the results.</param>
internal sealed class PlanSteps(Func<string, JsonNode, string> emit, TimeProvider time) : IDisposable
{
    private const int MaxDepth = 8;
    private const int MaxRounds = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Only places on this machine are called.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    public void Dispose() => _http.Dispose();

    public async Task RunAsync(PlanRun run)
    {
        foreach (var (index, step) in run.Steps.Index())
        {
            var result = await DoAsync(step, run.Variables, 0);
            run.Add(index, step["id"]?.ToString() ?? $"step_{index}", result, time.GetUtcNow());
            if (!result.Success && run.StopsAtFailure)
            {
                break;
            }
        }

        // A step that failed does not make its execution fail.
        run.End("completed", time.GetUtcNow());
    }

    private async Task<StepResult> DoAsync(JsonObject step, JsonObject variables, int depth)
    {
        var parameters = Substitute(step["parameters"], variables) as JsonObject ?? [];
        if (depth > MaxDepth)
        {
            return StepResult.Failed("Too deep");
        }

        return step["type"]?.ToString() switch
        {
            "command" => Command(parameters),
            "api" => await CallAsync(parameters),
            "wait" => Wait(parameters),
            "variable" => Variable(parameters, variables),
            "notify" => await NotifyAsync(parameters),
            "function" => StepResult.Failed("Function registry not available"),
            "condition" => await ConditionAsync(step, parameters, variables, depth),
            "loop" => await LoopAsync(step, parameters, variables, depth),
            "subprocess" => await SubprocessAsync(step, variables, depth),
            "llm" => StepResult.Done(new JsonObject
            {
                ["error"] = "LLM enhancement not available - needs Rhetor integration",
            }),
            var type => StepResult.Failed($"Unknown step type: {type}"),
        };
    }

    private static StepResult Command(JsonObject parameters)
    {
        if (parameters["command"]?.ToString() is not { Length: > 0 } command)
        {
            return StepResult.Failed("No command specified");
        }

        if (parameters["shell"]?.GetValueKind() == JsonValueKind.False)
        {
            return StepResult.Failed("Error executing command: shell must be True");
        }

        var output = CommandLanguage.Run(command);
        return new(
            output.Code == 0,
            new JsonObject
            {
                ["stdout"] = output.Out,
                ["stderr"] = output.Error,
                ["return_code"] = output.Code,
            },
            output.Code == 0 ? "Command executed successfully" : $"Command failed with return code {output.Code}");
    }

    private async Task<StepResult> CallAsync(JsonObject parameters)
    {
        if (!Uri.TryCreate(WithQuery(parameters), UriKind.Absolute, out var url) || !IsHere(url))
        {
            return StepResult.Failed($"Error executing API request: Cannot connect to host {parameters["url"]}");
        }

        using var request = new HttpRequestMessage(new(parameters["method"]?.ToString() ?? "GET"), url);
        if (parameters["json"] is { } json)
        {
            request.Content = new StringContent(JsonText.Spaced(json), Encoding.UTF8, "application/json");
        }
        else if (parameters["data"] is { } data)
        {
            request.Content = new StringContent(data.ToString());
        }

        foreach (var (name, value) in parameters["headers"] as JsonObject ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value?.ToString());
        }

        try
        {
            using var response = await _http.SendAsync(request);
            return await ReadAsync(response);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return StepResult.Failed($"Error executing API request: {exception.Message}");
        }
    }

    private static bool IsHere(Uri url) =>
        url.Host == "localhost"
        || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string WithQuery(JsonObject parameters)
    {
        var query = (parameters["params"] as JsonObject ?? []).Select(
            one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value?.ToString() ?? "")}").ToList();
        return query.Count == 0 ? $"{parameters["url"]}" : $"{parameters["url"]}?{string.Join('&', query)}";
    }

    private static async Task<StepResult> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var status = (int)response.StatusCode;
        JsonNode? data;
        try
        {
            data = JsonText.Parse(text);
        }
        catch (JsonException)
        {
            data = text;
        }

        var headers = new JsonObject();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name] = string.Join(", ", values);
        }

        return new(
            status is >= 200 and < 400,
            new JsonObject { ["status"] = status, ["headers"] = headers, ["data"] = data },
            $"API request ended with status {status}");
    }

    /// <summary>Nobody really waits; only the answer says so.</summary>
    private static StepResult Wait(JsonObject parameters) =>
        double.TryParse(parameters["duration"]?.ToString() ?? "1", CultureInfo.InvariantCulture, out var seconds)
            ? StepResult.Done(new JsonObject { ["duration"] = JsonText.Float(Math.Max(0, seconds)) })
            : StepResult.Failed($"Invalid wait duration: {parameters["duration"]}");

    private static StepResult Variable(JsonObject parameters, JsonObject variables)
    {
        if (parameters["name"]?.ToString() is not { Length: > 0 } name)
        {
            return StepResult.Failed("No variable name specified");
        }

        var value = parameters["value"];
        var operation = parameters["operation"]?.ToString() ?? "set";
        switch (operation)
        {
            case "set":
                variables[name] = value?.DeepClone();
                break;
            case "delete":
                variables.Remove(name);
                return StepResult.Done(new JsonObject { ["name"] = name });
            case "increment":
                variables[name] = Number(variables[name]) + (value is null ? 1 : Number(value));
                break;
            case "append":
                variables[name] = new JsonArray([.. Items(variables[name]), value?.DeepClone()]);
                break;
            case "merge" when value is JsonObject members:
                var merged = variables[name]?.DeepClone() as JsonObject ?? [];
                members.ToList().ForEach(member => merged[member.Key] = member.Value?.DeepClone());
                variables[name] = merged;
                break;
            default:
                return StepResult.Failed($"Unsupported variable operation: {operation}");
        }

        return StepResult.Done(new JsonObject { ["name"] = name, ["value"] = variables[name]?.DeepClone() });
    }

    private static double Number(JsonNode? node) =>
        double.TryParse(node?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static IEnumerable<JsonNode?> Items(JsonNode? node) => node switch
    {
        null => [],
        JsonArray items => items.Select(item => item?.DeepClone()),
        _ => [node.DeepClone()],
    };

    private async Task<StepResult> NotifyAsync(JsonObject parameters)
    {
        var channel = parameters["channel"]?.ToString() ?? "log";
        var message = parameters["message"]?.ToString() ?? "";
        switch (channel)
        {
            case "log" or "websocket":
                emit("notification", new JsonObject { ["channel"] = channel, ["message"] = message });
                return StepResult.Done(new JsonObject { ["channel"] = channel, ["message"] = message });
            case "webhook" when parameters["webhook_url"]?.ToString() is { } url:
                var sent = await CallAsync(new JsonObject
                {
                    ["url"] = url,
                    ["method"] = "POST",
                    ["json"] = new JsonObject { ["message"] = message, ["data"] = parameters["data"]?.DeepClone() },
                });
                return sent with
                {
                    Data = new JsonObject
                    {
                        ["channel"] = channel,
                        ["status"] = sent.Data?["status"]?.DeepClone(),
                        ["url"] = url,
                    },
                };
            default:
                return StepResult.Failed($"Unsupported notification channel: {channel}");
        }
    }

    private async Task<StepResult> ConditionAsync(
        JsonObject step, JsonObject parameters, JsonObject variables, int depth)
    {
        var holds = Holds(parameters["condition"]);
        var (all, results) = await SequenceAsync(
            step["parameters"]?[holds ? "then" : "else"] as JsonArray ?? [], variables, depth);
        return new(all, new JsonObject { ["condition_result"] = holds, ["results"] = results }, "");
    }

    /// <summary>A truth value, or two texts with == or != between them.</summary>
    private static bool Holds(JsonNode? condition)
    {
        var text = condition?.ToString() ?? "";
        foreach (var (word, wanted) in ((string, bool)[])[("==", true), ("!=", false)])
        {
            if (text.Split(word, 2, StringSplitOptions.TrimEntries) is [var left, var right])
            {
                return (left == right.Trim('"', '\'')) == wanted;
            }
        }

        return text is "true" or "True";
    }

    private async Task<StepResult> LoopAsync(JsonObject step, JsonObject parameters, JsonObject variables, int depth)
    {
        var items = parameters["type"]?.ToString() switch
        {
            "foreach" or "parallel" => [.. Items(parameters["items"])],
            "count" or "for" => Enumerable.Range(0, Math.Clamp((int)Number(parameters["count"]), 0, MaxRounds))
                .Select(index => (JsonNode?)index).ToList(),
            _ => null,
        };
        if (items is null || items.Count > MaxRounds)
        {
            return StepResult.Failed($"Unsupported loop: {parameters["type"]}");
        }

        var (all, rounds) = (true, new JsonArray());
        foreach (var item in items)
        {
            variables[parameters["variable"]?.ToString() ?? "item"] = item?.DeepClone();
            var steps = step["parameters"]?["steps"] as JsonArray ?? [];
            var (good, results) = await SequenceAsync(steps, variables, depth);
            all &= good;
            rounds.Add((JsonNode)results);
        }

        return new(all, new JsonObject { ["iterations"] = rounds.Count, ["results"] = rounds }, "");
    }

    private async Task<StepResult> SubprocessAsync(JsonObject step, JsonObject variables, int depth)
    {
        var (_, results) = await SequenceAsync(step["parameters"]?["steps"] as JsonArray ?? [], variables, depth);
        return StepResult.Done(new JsonObject
        {
            ["execution_id"] = Guid.NewGuid().ToString(),
            ["status"] = "completed",
            ["results"] = results,
        });
    }

    private async Task<(bool All, JsonArray Results)> SequenceAsync(JsonArray steps, JsonObject variables, int depth)
    {
        var (all, results) = (true, new JsonArray());
        foreach (var (index, step) in steps.OfType<JsonObject>().Index())
        {
            var result = await DoAsync(step, variables, depth + 1);
            all &= result.Success;
            results.Add((JsonNode)new JsonObject
            {
                ["step_index"] = index,
                ["step_id"] = step["id"]?.ToString() ?? $"step_{index}",
                ["success"] = result.Success,
                ["data"] = result.Data?.DeepClone(),
            });
        }

        return (all, results);
    }

    /// <summary><c>$name</c> in texts, if the variable is no list or object. Nested steps come later.</summary>
    private static JsonNode? Substitute(JsonNode? node, JsonObject variables) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Key is not ("steps" or "then" or "else"))
            .Select(member => KeyValuePair.Create(member.Key, Substitute(member.Value, variables)))),
        JsonArray items => new JsonArray([.. items.Select(item => Substitute(item, variables))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => variables
            .Where(variable => variable.Value is JsonValue)
            .OrderByDescending(variable => variable.Key.Length)
            .Aggregate(
                value.ToString(),
                (text, one) => text.Replace($"${one.Key}", one.Value!.ToString(), StringComparison.Ordinal)),
        _ => node?.DeepClone(),
    };
}
