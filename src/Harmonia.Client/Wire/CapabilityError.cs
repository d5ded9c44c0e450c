namespace Harmonia.Client;

/// <summary>Why a capability could not be carried out.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Detail">The code, and the parameter that it is about.</param>
/// <param name="Error">The same as elsewhere in the API.</param>
public sealed record CapabilityError(string Message, string Detail, ApiError Error);
