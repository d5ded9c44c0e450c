delete from template_categories
where category_id = @category_id
