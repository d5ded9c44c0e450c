delete from checkpoints
where execution_id = @execution_id
  and kind = @kind
  and ordinal <= (
    select ordinal
    from checkpoints
    where execution_id = @execution_id and kind = @kind
    order by ordinal desc
    limit 1 offset @kept)
