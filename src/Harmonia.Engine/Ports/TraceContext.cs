using System.Security.Cryptography;
using System.Text;
using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>Makes W3C trace context (https://www.w3.org/TR/trace-context/, version 00) out of what identifies an
/// attempt.</summary>
internal static class TraceContext
{
    private const int SpanBytes = 8;

    public static string Of(ExecutionId execution, string task, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{execution}/{task}/{attempt}"));
        return $"00-{execution.Value:n}-{Convert.ToHexStringLower(hash.AsSpan(0, SpanBytes))}-01";
    }
}
