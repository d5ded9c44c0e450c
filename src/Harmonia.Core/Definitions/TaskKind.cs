namespace Harmonia.Core.Definitions;

/// <summary>What doing a task means.</summary>
public enum TaskKind
{
    /// <summary>A call of <c>component.action</c>, carried out outside the core.</summary>
    Call,

    /// <summary><c>type: expression</c>: its <c>result</c> is computed.</summary>
    Expression,

    /// <summary><c>harmonia.noop</c>: completes with an empty object.</summary>
    Noop,

    /// <summary><c>harmonia.echo</c>: completes with its input.</summary>
    Echo,

    /// <summary>
    /// <c>harmonia.transform</c>: completes with <c>result</c>, its constant <c>expression</c> applied to
    /// <c>data</c>.
    /// </summary>
    Transform,

    /// <summary><c>harmonia.fail</c>: fails as its input says.</summary>
    Fail,

    /// <summary><c>harmonia.sleep</c>: a durable timer, for <c>seconds</c> or <c>until</c> an instant.</summary>
    Sleep,

    /// <summary><c>type: decision</c>: chooses which of its branches run.</summary>
    Decision,

    /// <summary><c>type: join</c>: completes with the outputs of what it waited for, by id.</summary>
    Join,

    /// <summary><c>type: group</c>: runs the tasks within it once.</summary>
    Group,

    /// <summary><c>type: map</c>: runs what is within it once for each item.</summary>
    Map,

    /// <summary><c>type: loop</c>: runs the tasks within it again and again.</summary>
    Loop,

    /// <summary><c>type: event</c>: waits for signals.</summary>
    Event,

    /// <summary><c>type: approval</c>: waits for people.</summary>
    Approval,

    /// <summary><c>type: webhook</c>: calls out, then waits to be called back.</summary>
    Webhook,

    /// <summary><c>type: workflow</c>: starts another execution, and waits for its end unless told not to.</summary>
    Child,

    /// <summary><c>type: dynamic</c>: a call whose answer is a plan; its tasks then run within it.</summary>
    Dynamic,

    /// <summary><c>type: dynamic</c> with a <c>plan</c> that is computed; its tasks then run within it.</summary>
    Plan,

    /// <summary><c>state_manager.update</c>: sets one key of the execution's state.</summary>
    SetState,

    /// <summary><c>wait_for</c>: waits for a change of the execution's state.</summary>
    Watch,
}

/// <summary>Questions about kinds.</summary>
public static class TaskKindExtensions
{
    extension(TaskKind kind)
    {
        /// <summary>
        /// Whether an attempt is made outside the core, and takes a place among what may run at once.
        /// </summary>
        public bool IsCall => kind is TaskKind.Call or TaskKind.Webhook or TaskKind.Child or TaskKind.Dynamic;

        /// <summary>Whether something that it called for is waited for when the call itself is over.</summary>
        public bool IsAwaited => kind is TaskKind.Webhook or TaskKind.Child;

        /// <summary>Whether it opens frames when it starts.</summary>
        public bool IsContainer => kind is TaskKind.Group or TaskKind.Map or TaskKind.Loop or TaskKind.Plan;
    }
}
