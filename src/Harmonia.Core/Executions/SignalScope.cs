using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary>What a <c>match</c> sees: <c>signal</c>, and everything that the task sees.</summary>
internal sealed class SignalScope(IExpressionScope outer, Signal signal) : IExpressionScope
{
    private JsonElement? _signal;

    public DateTimeOffset Now => outer.Now;

    public IEnumerable<string> Names => outer.Names.Prepend(ScopeNames.Signal);

    public bool TryGet(string name, out ScopeValue value)
    {
        if (name != ScopeNames.Signal)
        {
            return outer.TryGet(name, out value);
        }

        value = ScopeValue.Of(_signal ??= Json());
        return true;
    }

    public Guid DeriveId(int ordinal) => outer.DeriveId(ordinal);

    private JsonElement Json() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", signal.Id);
        writer.WriteString("name", signal.Name);
        writer.WritePropertyName("payload");
        signal.Payload.WriteTo(writer);
        writer.WriteEndObject();
    });
}
