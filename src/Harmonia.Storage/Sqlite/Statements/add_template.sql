insert into templates (
  template_id, name, slug, description, version, number, workflow_id, is_public, created_by, tags, categories, metadata,
  created_at, updated_at
)
values (
  @template_id, @name, @slug, @description, @version, 1, @workflow_id, @is_public, @created_by, @tags, @categories,
  @metadata, @created_at, @updated_at
)
