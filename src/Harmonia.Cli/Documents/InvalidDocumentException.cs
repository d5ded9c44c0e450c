namespace Harmonia.Cli.Documents;

/// <summary>A document or an input is wrong; nothing was started.</summary>
internal sealed class InvalidDocumentException(IEnumerable<string> lines) : Exception(string.Join('\n', lines));
