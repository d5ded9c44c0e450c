using System.Text.Json;
using Harmonia.Client;

namespace Harmonia.Server.Rest.Components;

/// <summary><c>/api/components/{name}/actions</c>.</summary>
internal static class ActionEndpoints
{
    public static ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var component = ComponentEndpoints.Find(request);
        ComponentAction[] actions =
            [.. component.Actions.Select(action => ComponentViews.Action(component, action))];
        return new(Answer.Ok(
            new ComponentActionList(component.Name, actions, actions.Length), HarmoniaJson.Wire.ComponentActionList));
    }

    public static ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var component = ComponentEndpoints.Find(request);
        return component.Has(request.PathAction)
            ? new(Answer.Ok(
                ComponentViews.Action(component, request.PathAction), HarmoniaJson.Wire.ComponentAction))
            : throw new ApiException(ComponentProblems.NoAction(component, request.PathAction));
    }

    /// <summary>Calls an action once, outside any execution.</summary>
    public static async ValueTask<Answer> CallAsync(ApiRequest request)
    {
        var component = ComponentEndpoints.Find(request);
        var call = await DirectCall.ReadAsync(request, component);
        var (output, duration) = await request.Services.DirectCalls.MakeAsync(call, request.Token);
        var result = output.ValueKind == JsonValueKind.Object
            && output.TryGetProperty("result", out var main) ? main : output;
        return Answer.Ok(
            new ActionAnswer(result, output, Math.Round(duration.TotalSeconds, 6)), HarmoniaJson.Wire.ActionAnswer);
    }
}
