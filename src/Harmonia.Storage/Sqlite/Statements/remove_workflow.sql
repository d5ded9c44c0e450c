delete from workflows
where workflow_id = @workflow_id
