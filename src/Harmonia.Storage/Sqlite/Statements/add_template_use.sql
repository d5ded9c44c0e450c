insert into template_uses (template_id, uses)
values (@template_id, 1)
on conflict (template_id) do update set uses = uses + 1
