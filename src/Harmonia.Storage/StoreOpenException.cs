namespace Harmonia.Storage;

/// <summary>The store cannot be opened as it is; the message says what a person can do about it.</summary>
public sealed class StoreOpenException(string message, Exception? inner = null) : Exception(message, inner);
