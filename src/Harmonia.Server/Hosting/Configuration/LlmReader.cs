using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>Reads which language models there are: the section of the file, and the one that variables say.</summary>
internal static class LlmReader
{
    private const string Provider = "default";

    public static LlmSettings Read(SettingsFile file, SettingReader reader, List<Finding> findings)
    {
        var settings = LlmSettings.None;
        if (file.Find(SettingKeys.Llm) is { } section)
        {
            List<Finding> own = [];
            settings = LlmSettingsReader.Read(section, "/" + SettingKeys.Llm, own);
            findings.AddRange(own.Select(file.Place));
        }

        return AddVariables(settings, reader);
    }

    /// <summary>A model of the variables is the default one, as whoever sets them wants it.</summary>
    private static LlmSettings AddVariables(LlmSettings settings, SettingReader reader)
    {
        var url = reader.Text(SettingKeys.LlmUrl);
        var kind = reader.Text(SettingKeys.LlmKind);
        var name = reader.Text(SettingKeys.LlmModel);
        var key = reader.Text(SettingKeys.LlmApiKey, text => text == SettingKeys.LlmApiKey.Default ? text : "***");
        if (url == SettingKeys.LlmUrl.Default)
        {
            return settings;
        }

        var address = LlmSettingsReader.UrlOf(url);
        var word = LlmSettingsReader.KindOf(kind);
        Check(reader, SettingKeys.LlmUrl, address is not null, "must be an http or https URL without a query.");
        Check(reader, SettingKeys.LlmKind, word is not null, "must be openai, anthropic or ollama.");
        Check(
            reader,
            SettingKeys.LlmModel,
            name != SettingKeys.LlmModel.Default,
            "must name a model of HARMONIA_LLM_URL; nothing is assumed.");
        if (address is null || word is null || settings.Providers.ContainsKey(Provider))
        {
            Check(
                reader,
                SettingKeys.LlmUrl,
                !settings.Providers.ContainsKey(Provider),
                $"makes a provider \"{Provider}\", but the file has one of that name.");
            return settings;
        }

        var provider = new LlmProvider
        {
            Name = Provider,
            Kind = word.Value,
            BaseUrl = address,
            ApiKey = key == SettingKeys.LlmApiKey.Default
                ? null
                : new SecretReference.Environment(SettingKeys.LlmApiKey.Variables[0]),
            Structured = LlmSettingsReader.UsualStructure(word.Value),
        };
        return settings with
        {
            Providers = settings.Providers.SetItem(Provider, provider),
            Models = settings.Models.SetItem(
                name, new LlmModel { Alias = name, Provider = provider, Model = name }),
            DefaultModel = name,
        };
    }

    private static void Check(SettingReader reader, SettingKey key, bool isSound, string message)
    {
        if (!isSound)
        {
            reader.Refuse(key, message);
        }
    }
}
