select category_id, name, description, parent_id
from template_categories
order by name
