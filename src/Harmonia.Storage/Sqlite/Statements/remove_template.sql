delete from templates
where template_id = @template_id
