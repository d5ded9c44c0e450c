delete from template_versions
where template_id = @template_id
