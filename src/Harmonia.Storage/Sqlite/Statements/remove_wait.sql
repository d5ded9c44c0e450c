delete from waits
where kind = @kind and name = @name and execution_id = @execution_id
