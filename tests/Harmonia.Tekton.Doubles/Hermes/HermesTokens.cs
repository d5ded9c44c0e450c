using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Hermes;

/// <summary>Tokens as Hermes signs them: with a key that everybody knows, and without asking the registry.</summary>
internal sealed class HermesTokens(TimeProvider time)
{
    private const int SecondsToLive = 3600;

    private static readonly byte[] Key = "tekton-secret-key"u8.ToArray();

    public string Issue(string componentId)
    {
        var issued = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["component_id"] = componentId,
            ["token_id"] = Guid.NewGuid().ToString(),
            ["iat"] = issued,
            ["exp"] = issued + SecondsToLive,
        };
        var signature = Sign(payload);
        return JsonText.Spaced(new JsonObject { ["payload"] = payload, ["signature"] = signature });
    }

    public bool IsFor(string componentId, string token)
    {
        try
        {
            return JsonText.Parse(token) is JsonObject { } parts
                && parts["payload"] is JsonObject payload
                && parts["signature"]?.ToString() == Sign(payload)
                && payload["component_id"]?.ToString() == componentId
                && payload["exp"]?.GetValue<long>() > time.GetUtcNow().ToUnixTimeSeconds();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Sign(JsonObject payload) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(JsonText.Spaced(payload, sorted: true))));
}
