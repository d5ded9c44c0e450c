using System.Text.Json;
using Harmonia.Client;
using Harmonia.Components.Tekton;
using Harmonia.Core.Executions;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>Whether the server lives, and whether it is ready for work.</summary>
internal static class HealthEndpoints
{
    public static ValueTask<Answer> HealthAsync(ApiRequest request)
    {
        var state = request.Services.Presence.State;
        var isWell = state.Hermes is null || state.IsRegistered;
        var uptime = Uptime(request);
        return ValueTask.FromResult(Answer.Ok(
            new HealthAnswer(
                isWell ? "healthy" : "degraded",
                FamilyIdentities.Main,
                ProductVersion.Text,
                uptime,
                request.Services.Embedded.Engine.IsReady)
            {
                Timestamp = request.Services.Time.GetUtcNow(),
                Uptime = uptime,
                Port = request.Context.Connection.LocalPort,
                Registered = state.IsRegistered,
                RegisteredWithHermes = state.IsRegistered,
                RegisteredWithHermesToo = state.IsRegistered,
                Message = isWell
                    ? "Harmonia is running."
                    : $"Harmonia is running. Hermes does not know it: {state.Trouble ?? "it has not been asked yet."}",
                Dependencies = Dependencies(state),
                Metrics = Figures(request),
                Details = Details(request, state),
            },
            HarmoniaJson.Wire.HealthAnswer));
    }

    public static ValueTask<Answer> ReadyAsync(ApiRequest request)
    {
        var isReady = request.Services.Embedded.Engine.IsReady;
        return ValueTask.FromResult(Answer.Of(
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new ReadyAnswer(
                isReady,
                isReady ? [] : ["Executions that were open when the server stopped are being taken up."])
            {
                Version = ProductVersion.Text,
                InitializationTime = Uptime(request),
                Timestamp = request.Services.Time.GetUtcNow(),
                Detail = isReady ? null : "Component not ready",
            },
            HarmoniaJson.Wire.ReadyAnswer));
    }

    private static double Uptime(ApiRequest request) => Math.Round(request.Services.Uptime.TotalSeconds, 3);

    private static DependencyHealth[] Dependencies(FamilyState state) => state.Hermes is not { } hermes
        ? []
        :
        [
            new DependencyHealth(
                "hermes",
                state switch
                {
                    { CheckedAt: null } => "unknown",
                    { IsReached: false } => "unhealthy",
                    { IsRegistered: false } => "degraded",
                    _ => "healthy",
                },
                state.Trouble,
                hermes.GetLeftPart(UriPartial.Authority),
                state.CheckedAt),
        ];

    private static Dictionary<string, double> Figures(ApiRequest request)
    {
        var figures = new Dictionary<string, double>
        {
            ["family_members"] = request.Services.Embedded.Family.Family.Members.Count(member => member.IsUp),
        };
        if (request.Services.Presence.Messages is { } messages)
        {
            figures["hermes_messages_sent"] = messages.Sent;
            figures["hermes_messages_failed"] = messages.Failed;
            figures["hermes_messages_dropped"] = messages.Dropped;
        }

        return figures;
    }

    private static Dictionary<string, JsonElement> Details(ApiRequest request, FamilyState state)
    {
        var details = new Dictionary<string, JsonElement>
        {
            ["store"] = JsonText.Of(request.Services.Embedded.StoreVersion),
        };
        if (state.Hermes is not null)
        {
            details["component_ids"] = JsonText.List(state.ComponentIds.Select(JsonText.Of));
        }

        return details;
    }
}
