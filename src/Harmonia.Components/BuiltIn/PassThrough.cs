using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>
/// <c>builtin.pass_through</c>: hands on what came before together with its own configuration, which wins.
/// </summary>
internal static class PassThrough
{
    public static JsonElement Apply(
        BuiltInInput input, ICollection<Finding> findings, CancellationToken cancellationToken) =>
        JsonValue.Object(writer =>
        {
            writer.WriteString(BuiltInInput.ExecutorMark, "builtin");
            foreach (var (name, value) in input.Merged)
            {
                if (!input.Config.TryGetProperty(name, out _))
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
            }

            foreach (var member in input.Config.EnumerateObject())
            {
                if (member.Name is not BuiltInInput.ExecutorMark)
                {
                    member.WriteTo(writer);
                }
            }
        });
}
