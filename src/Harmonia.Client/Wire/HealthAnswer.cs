namespace Harmonia.Client;

/// <summary>The server lives.</summary>
/// <param name="Status">Always <c>healthy</c>.</param>
/// <param name="Component">Always <c>harmonia</c>.</param>
/// <param name="Version">Of the release.</param>
/// <param name="UptimeSeconds">Since it started.</param>
/// <param name="Ready">Whether everything that was open at the start has been taken up.</param>
public sealed record HealthAnswer(string Status, string Component, string Version, double UptimeSeconds, bool Ready);

/// <summary>Whether the server is ready for work.</summary>
/// <param name="Ready">Whether it is.</param>
/// <param name="Reasons">Why not, in sentences.</param>
public sealed record ReadyAnswer(bool Ready, IReadOnlyList<string> Reasons);
