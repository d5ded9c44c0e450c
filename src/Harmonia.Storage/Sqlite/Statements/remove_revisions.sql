delete from workflow_revisions
where workflow_id = @workflow_id
