delete from child_ends
where parent_id = @parent_id and child_id = @child_id
