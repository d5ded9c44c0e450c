namespace Harmonia.Cli.Running;

/// <summary>Shows how an execution goes on, on standard error. Not for several threads, but for <see cref="Note"/>.</summary>
internal interface IProgressView : IAsyncDisposable
{
    void Show(ProgressEvent fact);

    /// <summary>A line beside the progress, such as a warning of the engine; may come from any thread.</summary>
    void Note(string line);
}
