using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>
/// A place among the calls of a component that may run at once. It is used for one attempt or given back.
/// </summary>
/// <param name="Executor">Who makes the attempt.</param>
/// <param name="Action">The action that it is for.</param>
/// <param name="Gate">Where the place is given back beside the dispatcher, if anywhere.</param>
internal readonly record struct Slot(ITaskExecutor Executor, string Action, IGate? Gate)
{
    public bool IsFor(string component, string action) =>
        Executor is not null && Executor.Component == component && Action == action;
}

/// <summary>What came of asking for a place.</summary>
internal enum Reservation
{
    /// <summary>There it is.</summary>
    Taken,

    /// <summary>There is none now; the next is granted.</summary>
    Queued,

    /// <summary>The component's gate is shut. Whoever asked is queued too.</summary>
    Shut,
}
