using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>One run of a workflow.</summary>
[JsonConverter(typeof(ExecutionIdConverter))]
public readonly record struct ExecutionId(Guid Value) : IComparable<ExecutionId>
{
    public static bool TryParse(string? text, out ExecutionId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new(value);
        return parsed;
    }

    public int CompareTo(ExecutionId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>A saved workflow, over all its revisions.</summary>
[JsonConverter(typeof(WorkflowIdConverter))]
public readonly record struct WorkflowId(Guid Value) : IComparable<WorkflowId>
{
    public static bool TryParse(string? text, out WorkflowId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new(value);
        return parsed;
    }

    public int CompareTo(WorkflowId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>A name for one version of an execution.</summary>
[JsonConverter(typeof(CheckpointIdConverter))]
public readonly record struct CheckpointId(Guid Value) : IComparable<CheckpointId>
{
    public static bool TryParse(string? text, out CheckpointId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new(value);
        return parsed;
    }

    public int CompareTo(CheckpointId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>Ids derived by hash, so that the same cause gives the same id again.</summary>
public static class DerivedId
{
    /// <summary>A UUID of version 8 (RFC 9562, section 5.8) out of the SHA-256 of <paramref name="text"/>.</summary>
    public static Guid From(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

internal sealed class ExecutionIdConverter : JsonConverter<ExecutionId>
{
    public override ExecutionId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, ExecutionId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

internal sealed class WorkflowIdConverter : JsonConverter<WorkflowId>
{
    public override WorkflowId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, WorkflowId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

internal sealed class CheckpointIdConverter : JsonConverter<CheckpointId>
{
    public override CheckpointId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, CheckpointId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
