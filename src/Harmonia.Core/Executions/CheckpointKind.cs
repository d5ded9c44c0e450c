using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>Why a checkpoint was taken.</summary>
public enum CheckpointKind
{
    /// <summary>Somebody asked for it.</summary>
    Manual,

    /// <summary>The last one was older than the interval, and the execution went on.</summary>
    Periodic,

    /// <summary>The execution was about to be paused.</summary>
    BeforePause,

    /// <summary>The execution was about to be canceled.</summary>
    BeforeCancel,
}

/// <summary>Questions about kinds of checkpoints.</summary>
public static class CheckpointKindExtensions
{
    extension(CheckpointKind kind)
    {
        /// <summary>The word on the wire and in the store.</summary>
        public string Word => kind switch
        {
            CheckpointKind.Manual => "manual",
            CheckpointKind.Periodic => "periodic",
            CheckpointKind.BeforePause => "before_pause",
            CheckpointKind.BeforeCancel => "before_cancel",
            _ => throw new UnreachableException($"Checkpoint kind {kind} has no word."),
        };
    }
}

/// <summary>Stores a choice as its name in snake_case.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, false)
    where T : struct, Enum;
