using Harmonia.Engine.Ports;

namespace Harmonia.Storage;

/// <summary>Which categories there may be.</summary>
internal static class CategoryRules
{
    /// <returns>Why it may not be added; <see langword="null"/> when it may, or is there already.</returns>
    public static AddCategoryOutcome? Refuse(TemplateCategory category, IReadOnlyCollection<TemplateCategory> all)
    {
        if (all.Any(other => other.Id == category.Id))
        {
            return all.Contains(category) ? AddCategoryOutcome.Added : AddCategoryOutcome.NameTaken;
        }

        return all.Any(other => other.Name == category.Name) ? AddCategoryOutcome.NameTaken
            : category.Parent is { } parent && all.All(other => other.Id != parent) ? AddCategoryOutcome.NoParent
            : all.Count >= TemplateCategory.MaxCategories ? AddCategoryOutcome.Full
            : null;
    }
}
