using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>How events are written down for good. It shares no type with the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 128)]
[JsonSerializable(typeof(ExecutionEvent))]
[JsonSerializable(typeof(ExecutionEvent[]))]
[JsonSerializable(typeof(IReadOnlyList<ExecutionEvent>))]
public sealed partial class StorageJson : JsonSerializerContext;
