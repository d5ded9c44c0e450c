using Harmonia.Engine.Ports;

namespace Harmonia.Server.Realtime;

/// <summary>An event with what subscribers are told of earlier ones.</summary>
/// <param name="Recorded">The event.</param>
/// <param name="TaskName">Of <c>task_started</c>: what its task is called.</param>
/// <param name="Duration">Of a completion: how long it took; <see langword="null"/> when its start is not
/// known.</param>
internal readonly record struct LiveItem(RecordedEvent Recorded, string? TaskName, TimeSpan? Duration);
