using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Registered;

/// <summary>Declared components with real protocols, and a directory for their secrets.</summary>
internal sealed class Registry : IAsyncDisposable
{
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("harmonia-test-");
    private readonly bool _ownsOutbound;

    public Registry(
        string allow = "127.0.0.1",
        TimeProvider? time = null,
        IReadOnlyDictionary<string, string>? variables = null,
        HttpLimits? limits = null)
        : this(new OutboundHttp(OutboundAllowList.Parse(allow), limits ?? new HttpLimits()), time, variables)
    {
    }

    public Registry(
        OutboundHttp outbound,
        TimeProvider? time = null,
        IReadOnlyDictionary<string, string>? variables = null,
        bool ownsOutbound = true)
    {
        Outbound = outbound;
        _ownsOutbound = ownsOutbound;
        var store = new SecretStore(
            variables ?? FrozenDictionary<string, string>.Empty, _secrets.FullName, NullLogger<SecretStore>.Instance);
        var clock = time ?? TimeProvider.System;
        Components = new RegisteredComponents(HttpProtocols.All(Outbound, store, clock), ["http"], clock);
    }

    public OutboundHttp Outbound { get; }

    public RegisteredComponents Components { get; }

    public async Task<ITaskExecutor> PutAsync(string declaration)
    {
        List<Finding> findings = [];
        var read = ComponentDeclarationReader.Read(JsonElement.Parse(declaration), "", findings);
        Assert.Empty(findings);
        Assert.Empty(await Components.PutAsync(read!));
        return Components.Find(read!.Name)!;
    }

    public void Keep(string secret, string value) => File.WriteAllText(Path.Combine(_secrets.FullName, secret), value);

    public async ValueTask DisposeAsync()
    {
        await Components.DisposeAsync();
        if (_ownsOutbound)
        {
            Outbound.Dispose();
        }

        _secrets.Delete(recursive: true);
    }
}
