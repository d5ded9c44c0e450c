insert into template_categories (category_id, name, description, parent_id)
values (@category_id, @name, @description, @parent_id)
