using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>What a link allows: one answer of one person to one question.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Which attempt asks.</param>
/// <param name="Actor">Who answers with it; <see langword="null"/> for whoever has it.</param>
/// <param name="Approve">The one answer that it allows; <see langword="null"/> for either.</param>
/// <param name="ExpiresAt">When it is over, in whole seconds.</param>
internal sealed record ApprovalLink(
    ExecutionId ExecutionId, string Task, int Attempt, string? Actor, bool? Approve, DateTimeOffset ExpiresAt);

/// <summary>Signs links and reads them: HMAC-SHA256 over everything that a link allows.</summary>
/// <remarks>
/// A link is made when somebody asks for it and kept nowhere: neither events nor logs hold one. That it is used once
/// follows from the execution itself, in which each attempt is decided once and each person answers once.
/// </remarks>
internal sealed class ApprovalLinks(byte[] key)
{
    /// <summary>Longer tokens are not looked at.</summary>
    private const int MaxLength = 4_096;

    private static readonly byte[] Purpose = "harmonia approval link 1\n"u8.ToArray();

    public string Sign(ApprovalLink link)
    {
        var content = Write(link);
        return $"{Base64Url.EncodeToString(content)}.{Base64Url.EncodeToString(Mac(content))}";
    }

    /// <returns><see langword="null"/> when it was not signed with this key, or was changed since.</returns>
    public ApprovalLink? Read(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (token.Length > MaxLength
            || dot < 0
            || !Base64Url.IsValid(token.AsSpan(0, dot))
            || !Base64Url.IsValid(token.AsSpan(dot + 1)))
        {
            return null;
        }

        var content = Base64Url.DecodeFromChars(token.AsSpan(0, dot));
        var mac = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        return CryptographicOperations.FixedTimeEquals(mac, Mac(content)) ? Parse(content) : null;
    }

    private byte[] Mac(byte[] content) => HMACSHA256.HashData(key, (byte[])[.. Purpose, .. content]);

    private static byte[] Write(ApprovalLink link)
    {
        var json = JsonText.Write(writer =>
        {
            writer.WriteStartArray();
            writer.WriteStringValue(link.ExecutionId.Value);
            writer.WriteStringValue(link.Task);
            writer.WriteNumberValue(link.Attempt);
            writer.WriteStringValue(link.Actor);
            if (link.Approve is { } approve)
            {
                writer.WriteBooleanValue(approve);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteNumberValue(link.ExpiresAt.ToUnixTimeSeconds());
            writer.WriteEndArray();
        });
        return System.Text.Encoding.UTF8.GetBytes(json.GetRawText());
    }

    /// <summary>Only what this server has signed gets here.</summary>
    private static ApprovalLink Parse(byte[] content)
    {
        var parts = JsonElement.Parse(content);
        return new ApprovalLink(
            new ExecutionId(parts[0].GetGuid()),
            parts[1].GetString()!,
            parts[2].GetInt32(),
            parts[3].GetString(),
            parts[4].ValueKind == JsonValueKind.Null ? null : parts[4].GetBoolean(),
            DateTimeOffset.FromUnixTimeSeconds(parts[5].GetInt64()));
    }
}
