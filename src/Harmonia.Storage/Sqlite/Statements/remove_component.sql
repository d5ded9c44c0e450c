delete from components
where name = @name
