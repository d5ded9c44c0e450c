select 1
from template_categories
where parent_id = @category_id
union all
select 1
from templates
where exists (select 1 from json_each(categories) where value = @category)
limit 1
