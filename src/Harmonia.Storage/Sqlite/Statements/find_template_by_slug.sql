select t.ordinal, t.template_id, t.name, t.slug, t.description, t.version, t.number, t.workflow_id, t.is_public, t.created_by,
  t.tags, t.categories, t.metadata, t.created_at, t.updated_at, coalesce(u.uses, 0)
from templates t
left join template_uses u on u.template_id = t.template_id
where t.slug = @slug
order by t.ordinal
limit 1
