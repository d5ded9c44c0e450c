namespace Harmonia.Cli.Running;

/// <summary>Shows on standard error how an execution goes on. Only <see cref="Note"/> is for many threads.</summary>
internal interface IProgressView : IAsyncDisposable
{
    void Show(ProgressEvent fact);

    /// <summary>A line beside the progress, such as a warning of the engine; may come from any thread.</summary>
    void Note(string line);
}
