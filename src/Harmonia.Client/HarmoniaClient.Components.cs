using System.Text.Json;

namespace Harmonia.Client;

/// <content>Components.</content>
public sealed partial class HarmoniaClient
{
    private const string MatchHeader = "If-Match";

    /// <summary>Registers a new component.</summary>
    /// <param name="declaration">JSON or YAML.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentSaved> AddComponentAsync(
        WorkflowText declaration, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/components",
            declaration,
            idempotencyKey,
            HarmoniaJson.Wire.ComponentSaved,
            cancellationToken);

    /// <summary>Registers a component, or puts a declaration in the place of the one that is there.</summary>
    /// <param name="component">Its name.</param>
    /// <param name="declaration">JSON or YAML.</param>
    /// <param name="contentHash">
    /// The hash of the declaration that must be there now; <see langword="null"/> for whatever is there.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentSaved> PutComponentAsync(
        string component, WorkflowText declaration, string? contentHash, CancellationToken cancellationToken) =>
        SendWithAsync(
            HttpMethod.Put,
            $"api/components/{Escape(component)}",
            declaration,
            contentHash is null ? null : (MatchHeader, $"\"{contentHash}\""),
            HarmoniaJson.Wire.ComponentSaved,
            cancellationToken);

    /// <summary>Components, by name: registered, discovered and built in.</summary>
    /// <param name="query">Which; only limit and offset count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentList> ListComponentsAsync(ListQuery query, CancellationToken cancellationToken) =>
        GetAsync("api/components" + query.ToAddress(), HarmoniaJson.Wire.ComponentList, cancellationToken);

    /// <summary>A component with its declaration, and how it is.</summary>
    /// <param name="component">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentDetail> GetComponentAsync(string component, CancellationToken cancellationToken) =>
        GetAsync($"api/components/{Escape(component)}", HarmoniaJson.Wire.ComponentDetail, cancellationToken);

    /// <summary>Removes a component that was registered. Calls that run are not touched.</summary>
    /// <param name="component">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentRemoved> RemoveComponentAsync(string component, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Delete,
            $"api/components/{Escape(component)}",
            null,
            null,
            HarmoniaJson.Wire.ComponentRemoved,
            cancellationToken);

    /// <summary>Asks a component whether it is there.</summary>
    /// <param name="component">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentTest> TestComponentAsync(string component, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/components/{Escape(component)}/test",
            null,
            null,
            HarmoniaJson.Wire.ComponentTest,
            cancellationToken);

    /// <summary>The actions of a component with what they take.</summary>
    /// <param name="component">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentActionList> ListComponentActionsAsync(
        string component, CancellationToken cancellationToken) =>
        GetAsync(
            $"api/components/{Escape(component)}/actions", HarmoniaJson.Wire.ComponentActionList, cancellationToken);

    /// <summary>An action of a component.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ComponentAction> GetComponentActionAsync(
        string component, string action, CancellationToken cancellationToken) =>
        GetAsync(
            $"api/components/{Escape(component)}/actions/{Escape(action)}",
            HarmoniaJson.Wire.ComponentAction,
            cancellationToken);

    /// <summary>Calls an action once, outside any execution.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="parameters">What it gets.</param>
    /// <param name="timeout">How long it may take; <see langword="null"/> for the server's usual time.</param>
    /// <param name="idempotencyKey">Is passed on, so that a component that honours it has its effect once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ActionAnswer> CallActionAsync(
        string component,
        string action,
        JsonElement parameters,
        TimeSpan? timeout,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        var query = timeout is { } time ? FormattableString.Invariant($"?timeout={time.TotalSeconds:0.###}") : "";
        return SendAsync(
            HttpMethod.Post,
            $"api/components/{Escape(component)}/actions/{Escape(action)}{query}",
            Json(parameters, HarmoniaJson.Wire.JsonElement),
            idempotencyKey,
            HarmoniaJson.Wire.ActionAnswer,
            cancellationToken);
    }
}
