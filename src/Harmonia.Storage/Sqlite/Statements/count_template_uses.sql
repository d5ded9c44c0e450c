select uses
from template_uses
where template_id = @template_id
