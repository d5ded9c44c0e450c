update executions
set status = @status, status_reason = @status_reason, ended_at = @ended_at, wake_at =
  case
    when wake_at is not null and exists (select 1 from child_ends where parent_id = executions.execution_id) then wake_at
    else @wake_at
  end
where execution_id = @execution_id
