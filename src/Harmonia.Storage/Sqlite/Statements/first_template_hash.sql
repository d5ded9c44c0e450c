select hash
from template_versions
where template_id = @template_id and number = 1
