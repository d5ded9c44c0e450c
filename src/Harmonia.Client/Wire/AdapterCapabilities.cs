using System.Text.Json;

namespace Harmonia.Client;

/// <summary>What a server does for engines that speak the adapter protocol.</summary>
/// <param name="Component">Its name.</param>
/// <param name="Version">The version of the server.</param>
/// <param name="Actions">Names of its actions.</param>
/// <param name="Details">The same with what they take.</param>
public sealed record AdapterCapabilities(
    string Component, string Version, IReadOnlyList<string> Actions, IReadOnlyList<ComponentAction> Details);

/// <summary>What came of an action that was called by the adapter protocol.</summary>
/// <param name="Status">Always <c>success</c>; what fails has an error status.</param>
/// <param name="Result">What the action answers.</param>
public sealed record AdapterAnswer(string Status, JsonElement Result);
