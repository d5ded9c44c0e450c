update templates
set name = @name, slug = @slug, description = @description, version = @version, number = number + 1,
  workflow_id = @workflow_id, is_public = @is_public, created_by = @created_by, tags = @tags,
  categories = @categories, metadata = @metadata, updated_at = @updated_at
where template_id = @template_id
