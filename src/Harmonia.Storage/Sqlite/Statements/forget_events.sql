delete from events
where execution_id = @execution_id and version >= @first and version + count - 1 <= @last
returning count
