select execution_id, wake_at
from executions
where wake_at is not null
  and quarantine is null
  and wake_at <= @until
  and (wake_at, execution_id) > (@after_wake_at, @after_id)
order by wake_at, execution_id
limit @limit
