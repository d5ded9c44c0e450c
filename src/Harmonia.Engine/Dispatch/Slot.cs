namespace Harmonia.Engine.Dispatch;

/// <summary>
/// A place among the calls of a component that may run at once. It is used for one attempt or given back.
/// </summary>
internal readonly record struct Slot(ComponentLane Lane);
