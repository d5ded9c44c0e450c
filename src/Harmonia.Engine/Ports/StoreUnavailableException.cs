namespace Harmonia.Engine.Ports;

/// <summary>
/// The store cannot do it now: the disk is full, the database is gone or busy. Trying later may help.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Wraps the driver's exception once, at the port.</summary>
    /// <param name="reason">Which kind of trouble.</param>
    /// <param name="message">What happened and what to do, for people.</param>
    /// <param name="inner">The driver's own.</param>
    public StoreUnavailableException(StoreTrouble reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>Which kind of trouble.</summary>
    public StoreTrouble Reason { get; }
}

/// <summary>Kinds of trouble outside.</summary>
public enum StoreTrouble
{
    /// <summary>It did not answer, or refused, for a reason that may pass.</summary>
    Unavailable,

    /// <summary>There is no room left; reads still work.</summary>
    Full,

    /// <summary>Too much is waiting to be written.</summary>
    Busy,
}
